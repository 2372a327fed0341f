import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { Problem } from '../../core/problem.ts';
import type { Command } from '../../core/quoting.ts';
import { ownCommand } from '../own-command.ts';
import type { CommandResult } from '../run-command.ts';
import { startTool } from '../tool.ts';
import {
  type AnswerLine,
  type GuestLine,
  type GuestProgramLine,
  type GuestRequest,
  guestProgramLine,
  type LeftOutLine,
} from './guest-lines.ts';

/** Simulated hosts of systems that this machine has no kernel of. They are there until disposed of. */
export interface Guests extends AsyncDisposable {
  readonly present: readonly GuestLine[];
  readonly leftOut: readonly LeftOutLine[];
  /** Does something at the console of a guest. */
  byHand(guest: string, line: string): Promise<CommandResult>;
  /** All that lasts on a guest, as text: equal texts mean that nothing differs. */
  look(guest: string): Promise<string>;
}

/**
 * The program of the source tree that plays the guests, as a command. An installed package does not have it.
 * @throws Problem 'demo-refused'
 */
export function guestProgram(): Command {
  // Of src/main.ts and dist/main.js alike.
  const main = ownCommand().at(-1) ?? '';
  const path = join(dirname(dirname(main)), 'test', 'demo', 'guests', 'main.ts');
  if (existsSync(path)) return [process.execPath, '--import', import.meta.resolve('tsx'), path];
  throw new Problem('demo-refused', 'the simulated systems are no part of the installed package', {
    wayOut:
      'run it in a clone of the source tree, after npm ci: npm run demo -- --mixed; without them: vipfarm demo',
  });
}

/**
 * @param folder an empty folder that is removed with the guests
 * @param identityFile the private key that is let in over SSH
 * @throws Problem 'demo-refused'
 */
export async function openGuests(command: Command, folder: string, identityFile: string): Promise<Guests> {
  const present: GuestLine[] = [];
  const leftOut: LeftOutLine[] = [];
  const untilAnswered: ((answer: AnswerLine) => void)[] = [];
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const hear = (line: GuestProgramLine) => {
    if (line.kind === 'guest') present.push(line);
    else if (line.kind === 'left-out') leftOut.push(line);
    else if (line.kind === 'ready') isReady();
    else untilAnswered.shift()?.(line);
  };
  const tool = startTool([...command, folder, identityFile], (line) =>
    hear(guestProgramLine.parse(JSON.parse(line))),
  );
  const broken = tool.ended.then((complaint) => {
    throw new Problem('demo-refused', `the simulated hosts ended by themselves: ${complaint.trim()}`);
  });
  // It is looked at where somebody waits for the guests.
  broken.catch(() => undefined);
  const ask = async (request: GuestRequest): Promise<AnswerLine> => {
    const answered = new Promise<AnswerLine>((resolve) => untilAnswered.push(resolve));
    tool.tell([JSON.stringify(request)]);
    return await Promise.race([answered, broken]);
  };
  await Promise.race([ready, broken]);
  if (present.length === 0) {
    await tool.end();
    const reasons = [...new Set(leftOut.map(({ reason }) => reason))];
    throw new Problem(
      'demo-refused',
      `none of the simulated systems can be played here: ${reasons.join('; ')}`,
    );
  }
  return {
    present,
    leftOut,
    byHand: (guest, line) => ask({ kind: 'type', guest, line }),
    look: async (guest) => (await ask({ kind: 'look', guest })).stdout,
    [Symbol.asyncDispose]: () => tool.end(),
  };
}

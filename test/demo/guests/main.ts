import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import ssh2 from 'ssh2';
import { asProblem } from '../../../src/core/problem.ts';
import { type GuestProgramLine, guestRequest } from '../../../src/demo/mixed/guest-lines.ts';
import { openGround } from '../../../src/demo/namespaces.ts';
import { missing } from '../../prerequisites.ts';
import type { Guest } from './guest.ts';
import { openUnixGuest } from './unix-guest.ts';
import { unixNeeds, unixSystems } from './unix-systems.ts';
import { openWindowsGuest, windowsName, windowsNeeds, windowsTitle } from './windows-guest.ts';

/**
 * The guests of `vipfarm demo --mixed`:
 *   node --import tsx test/demo/guests/main.ts FOLDER IDENTITY_FILE
 * They live in namespaces of their own, for which nobody needs to be root, and end with standard input. All that they
 * put on disk is in the folder, which goes away with them. What is said and asked stands in src/demo/mixed/guest-lines.ts.
 */
const [folder = '', identityFile = ''] = process.argv.slice(2);
process.env['TMPDIR'] = folder;
// Where the PowerShell engine's program must be built first, no server of the compiler may outlive this program.
process.env['MSBUILDDISABLENODEREUSE'] = '1';
process.env['DOTNET_CLI_USE_MSBUILD_SERVER'] = '0';
process.env['UseSharedCompilation'] = 'false';

const allowed = ssh2.utils.parseKey(readFileSync(identityFile));
if (allowed instanceof Error) throw allowed;

const ground = await openGround(folder);
const guests = new Map<string, Guest>();

const opened = await Promise.all([
  ...unixSystems.map((system) =>
    open(system, unixNeeds, () => openUnixGuest(system, ground, folder, allowed)),
  ),
  open({ name: windowsName, title: windowsTitle }, windowsNeeds, () => openWindowsGuest(folder)),
]);
for (const line of opened) say(line);
say({ kind: 'ready' });
// Not read before: an end that comes meanwhile would be lost.
for await (const line of createInterface({ input: process.stdin })) await answer(line);
await Promise.all([...guests.values()].map((guest) => guest[Symbol.asyncDispose]()));
await ground[Symbol.asyncDispose]();

async function open(
  { name, title }: { readonly name: string; readonly title: string },
  needs: readonly string[],
  opening: () => Promise<Guest>,
): Promise<GuestProgramLine> {
  const reason = missing(...needs);
  if (reason !== undefined) return { kind: 'left-out', name, title, reason };
  try {
    const guest = await opening();
    guests.set(name, guest);
    return guest.line;
  } catch (thrown) {
    // As where a package for the PowerShell engine cannot be had: the others do without.
    return { kind: 'left-out', name, title, reason: `it cannot be started: ${inOneLine(thrown)}` };
  }
}

/** A program that failed may have said much. */
function inOneLine(thrown: unknown): string {
  const text = asProblem(thrown).message.replaceAll(/\s+/g, ' ');
  return text.length > 250 ? `${text.slice(0, 250)}...` : text;
}

async function answer(text: string): Promise<void> {
  const request = guestRequest.parse(JSON.parse(text));
  const guest = guests.get(request.guest);
  if (guest === undefined) throw new RangeError(`there is no guest ${request.guest}`);
  if (request.kind === 'look') say({ kind: 'answer', exitCode: 0, stdout: guest.look(), stderr: '' });
  else {
    const { exitCode = 1, stdout, stderr } = await guest.byHand(request.line);
    say({ kind: 'answer', exitCode, stdout, stderr });
  }
}

function say(line: GuestProgramLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

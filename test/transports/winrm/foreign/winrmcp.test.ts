import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { makeScratch } from '../../servers/scratch.ts';
import { type ScriptedCommand, scriptedCommands } from '../double/scripted-commands.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from '../double/winrm-double.ts';
import { runForeign } from './run-foreign.ts';

const user = { name: 'ops', password: 'Secret: 1' };
const content = 'Grüße aus 서울\r\n'.repeat(2000);

/** Copies a file as winrmcp does: base64 in many short commands, and a script that puts it together. */
async function copy(double: WinrmDouble): Promise<void> {
  using scratch = makeScratch();
  const file = join(scratch.folder, 'file.txt');
  writeFileSync(file, content);
  const authority = join(scratch.folder, 'ca.pem');
  if (double.certificate !== undefined) writeFileSync(authority, double.certificate.pem);
  const secure = double.certificate === undefined ? [] : ['-https', '-cacert', authority];
  await runForeign('winrmcp', [
    ...['-user', user.name, '-pass', user.password, '-addr', `127.0.0.1:${double.port}`],
    ...[...secure, file, 'C:\\Temp\\file.txt'],
  ]);
}

interface Copying {
  readonly double: WinrmDouble;
  /** What the commands have put together. */
  readonly received: () => string;
}

async function start(
  options: Partial<WinrmDoubleOptions>,
  play: (command: ScriptedCommand) => Promise<number>,
): Promise<Copying> {
  const pieces: Buffer[] = [];
  const double = await startWinrmDouble({
    users: [user],
    commands: scriptedCommands((command) => {
      const base64 = /^echo (\S+)/.exec(command.line)?.[1];
      if (base64 !== undefined) pieces.push(Buffer.from(base64, 'base64'));
      return play(command);
    }),
    ...options,
  });
  return { double, received: () => Buffer.concat(pieces).toString('utf8') };
}

describeWith(['winrmcp', 'openssl'], 'winrmcp and the double', () => {
  it.each([
    { way: 'HTTP', options: { allowUnencrypted: true } },
    { way: 'HTTPS', options: { https: true } },
  ])('a file is copied over $way in many commands', { timeout: 120_000 }, async ({ options }) => {
    const { double, received } = await start(options, () => Promise.resolve(0));
    await using _ = double;
    await copy(double);
    expect(received()).toBe(content);
    const shells = double.events.flatMap((event) => (event.kind === 'shell-opened' ? [event.codePage] : []));
    expect(new Set(shells)).toEqual(new Set([65001]));
    expect(double.liveShells).toEqual([]);
  });

  it('slow commands are asked for again, which it decides by the text of the fault', {
    timeout: 120_000,
  }, async () => {
    const { double, received } = await start(
      { allowUnencrypted: true, quotas: { maxTimeoutms: 50 } },
      async () => {
        await pause(200);
        return 0;
      },
    );
    await using _ = double;
    await copy(double);
    expect(received()).toBe(content);
    const faults = double.events.flatMap((event) => (event.kind === 'answered' ? [event.fault] : []));
    expect(faults).toContain(2150858793);
  });

  it('an exit code of the last script comes through', { timeout: 120_000 }, async () => {
    const { double } = await start({ allowUnencrypted: true }, ({ line }) =>
      Promise.resolve(line.startsWith('powershell') ? 7 : 0),
    );
    await using _ = double;
    await expect(copy(double)).rejects.toThrow('code=7');
  });
});

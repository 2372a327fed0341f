import { powershellCommand, scriptIncomplete } from '../../../src/transports/powershell-bootstrap.ts';
import type { CommandHost } from './double/command-host.ts';
import { type ScriptedCommand, scriptedCommands } from './double/scripted-commands.ts';

/** What a script of this text does; the result is its exit code. */
export type Play = (script: string, command: ScriptedCommand) => number | Promise<number>;

/**
 * A host whose PowerShell understands the bootstrap and nothing else: what the scripts do is made up by the test. The
 * tests with the real engine are those of the contract.
 */
export function scriptedPowershell(play: Play): CommandHost {
  return scriptedCommands(async (command) => {
    if (command.line !== powershellCommand()) {
      command.say(`'${command.line}' is not recognized\r\n`, 'stderr');
      return 1;
    }
    const lines = (await command.allInput()).toString('latin1').split('\n');
    const end = lines.findIndex((line) => line.startsWith('.'));
    const encoded = lines.slice(0, end).join('');
    if (lines[end] !== `.${encoded.length}`) return scriptIncomplete;
    return await play(Buffer.from(encoded, 'base64').toString('utf8'), command);
  });
}

/** Says what it was given; a script that begins with `wait` ends only when it is ended. */
export function echo(script: string, command: ScriptedCommand): number | Promise<number> {
  command.say(script);
  return script.startsWith('wait') ? new Promise(() => undefined) : 0;
}

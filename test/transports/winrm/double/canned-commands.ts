import type { CommandHost } from './command-host.ts';
import { readsInput } from './reads-input.ts';
import { scriptedCommands } from './scripted-commands.ts';

/** Every command prints the same, once it has read what it wants to read, and succeeds. */
export function cannedCommands(output: Uint8Array): CommandHost {
  return scriptedCommands(async (command) => {
    if (readsInput(command.line)) await command.allInput();
    command.say(output);
    return 0;
  });
}

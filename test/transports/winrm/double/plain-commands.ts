import type { CommandHost } from './command-host.ts';
import { type ScriptedCommand, scriptedCommands } from './scripted-commands.ts';

/**
 * A few commands to try a client with: `echo words`, `exit 3`, `cat` (its standard input), `fill 100000` (so many
 * bytes of output), `split` (a character in two pieces), `wait 2` (seconds), `err words`.
 */
export function plainCommands(): CommandHost {
  return scriptedCommands(play);
}

async function play(command: ScriptedCommand): Promise<number> {
  const [name = '', ...words] = command.line.split(' ');
  const rest = words.join(' ');
  switch (name) {
    case 'echo':
      command.say(`${rest}\r\n`);
      return 0;
    case 'err':
      command.say(`${rest}\r\n`, 'stderr');
      return 1;
    case 'exit':
      return Number(rest);
    case 'cat':
      command.say(await command.allInput());
      return 0;
    case 'fill':
      command.say('0123456789'.repeat(Number(rest) / 10));
      return 0;
    case 'split':
      // The euro sign is three bytes, the flag of Korea eight.
      for (const byte of Buffer.from('€ 서울 \u{1f1f0}\u{1f1f7}\r\n')) command.say(Uint8Array.of(byte));
      return 0;
    case 'wait':
      await sleep(Number(rest) * 1000, command.signal);
      command.say('waited\r\n');
      return 0;
    default:
      command.say(
        `'${name}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n`,
        'stderr',
      );
      return 1;
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

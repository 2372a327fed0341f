import type { CommandHost } from '../command-host.ts';
import { spaces } from '../wsman/names.ts';
import { newId } from '../wsman/reply.ts';
import type { Request } from '../wsman/request.ts';
import { child, children } from '../wsman/xml.ts';
import { type Command, type Shell, wakeReceiver } from './shell.ts';

/** What cmd.exe takes, in characters (KB 830473). */
const longestLine = 8191;

/** @throws SyntaxError: there is no command line in the body */
export function readCommandLine(request: Request): string {
  const { body } = request;
  const command = child(body, spaces.shell, 'Command')?.text ?? '';
  if (body?.space !== spaces.shell || body.name !== 'CommandLine' || command === '') {
    throw new SyntaxError('no command is given');
  }
  const words = children(body, spaces.shell, 'Arguments').map(({ text }) => text);
  return [command, ...words].join(' ');
}

export function startCommand(host: CommandHost, shell: Shell, line: string, id = newId()): Command {
  const command: Command = {
    id,
    running: undefined,
    pieces: [],
    exitCode: undefined,
    state: 'alive',
    receiver: undefined,
  };
  shell.commands.set(command.id, command);
  shell.started++;
  const listener = {
    output: (stream: 'stdout' | 'stderr', bytes: Uint8Array): void => {
      command.pieces.push({ stream, bytes });
      wakeReceiver(command);
    },
    ended: (exitCode: number): void => {
      command.exitCode = exitCode;
      wakeReceiver(command);
    },
  };
  if (line.length > longestLine) {
    listener.output('stderr', Buffer.from('The command line is too long.\r\n'));
    listener.ended(1);
  } else {
    command.running = host.start(line, shell.environment, listener);
  }
  return command;
}

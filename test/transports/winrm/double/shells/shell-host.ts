import type { CommandHost } from '../command-host.ts';
import type { Listen } from '../double-event.ts';
import type { Quotas } from '../quotas.ts';
import {
  accessDenied,
  envelopeTooSmall,
  malformed,
  programNotFound,
  tooManyOperations,
  tooManyShells,
  unknownAction,
  unknownCommand,
  unknownShell,
} from '../wsman/faults.ts';
import { actions, commandShell, spaces } from '../wsman/names.ts';
import { answer, type Reply, refuse } from '../wsman/reply.ts';
import type { Request } from '../wsman/request.ts';
import { child, type XmlElement } from '../wsman/xml.ts';
import { describeConfig } from './config.ts';
import { describeShell, readShell, refuseCodePage } from './create.ts';
import { receive } from './receive.ts';
import { type Command, type Shell, terminateCommand } from './shell.ts';
import { readCommandLine, startCommand } from './start-command.ts';

/** Who asks, and from where. */
export interface Caller {
  readonly user: string;
  readonly address: string;
  /** A local administrator whom the UAC filter keeps out. */
  readonly filtered: boolean;
  /** Aborted when the connection of the request is gone. */
  readonly signal: AbortSignal;
}

export interface ShellHostOptions {
  readonly commands: CommandHost;
  readonly quotas: Quotas;
  /** Server 2012 and older start a program without cmd where the client asks for it; later ones ignore the option. */
  readonly obeysSkipCmdShell: boolean;
  readonly listen: Listen;
}

/** The part of WinRM that knows nothing of HTTP: shells, their commands, and what may be asked of them. */
export interface ShellHost {
  perform(request: Request, caller: Caller): Promise<Reply>;
  readonly liveShells: readonly string[];
  close(): void;
}

export function makeShellHost(options: ShellHostOptions): ShellHost {
  const shells = new Map<string, Shell>();
  return {
    get liveShells() {
      return [...shells.keys()];
    },
    perform: async (request, caller) => {
      try {
        return await perform(request, caller, shells, options);
      } catch (error) {
        if (error instanceof SyntaxError) return refuse(malformed);
        throw error;
      }
    },
    close: () => {
      for (const shell of shells.values()) deleteShell(shell, shells);
    },
  };
}

type Shells = Map<string, Shell>;

const known: ReadonlySet<string> = new Set(Object.values(actions));

async function perform(
  request: Request,
  caller: Caller,
  shells: Shells,
  options: ShellHostOptions,
): Promise<Reply> {
  const { action, resource } = request;
  if (caller.filtered) return refuse(accessDenied);
  if (request.maxEnvelopeSize !== undefined && request.maxEnvelopeSize < 8192)
    return refuse(envelopeTooSmall);
  if (action === actions.get && resource === spaces.config) {
    return answer(request, describeConfig(options.quotas));
  }
  if (resource !== commandShell || !known.has(action)) return refuse(unknownAction);
  if (action === actions.create) return createShell(request, caller, shells, options);
  const shell = shells.get(request.selectors.get('ShellId') ?? '');
  if (shell === undefined || shell.environment.user !== caller.user) return refuse(unknownShell);
  keepAlive(shell, shells);
  if (action === actions.delete) {
    deleteShell(shell, shells);
    options.listen({ kind: 'shell-deleted', shell: shell.id });
    return answer(request, '');
  }
  if (action === actions.command) return runCommand(request, shell, shells, options);
  const command = findCommand(request, shell);
  if (command === undefined) return refuse(unknownCommand);
  if (action === actions.send) return send(request, command);
  if (action === actions.receive) {
    options.listen({ kind: 'receive', command: command.id });
    return receive(request, command, patienceOf(request, caller, options.quotas));
  }
  if (action === actions.signal) return signalCommand(request, shell, command, options);
  return refuse(unknownAction);
}

function createShell(request: Request, caller: Caller, shells: Shells, options: ShellHostOptions): Reply {
  const own = [...shells.values()].filter(({ environment }) => environment.user === caller.user);
  if (own.length >= options.quotas.maxShellsPerUser) return refuse(tooManyShells);
  const shell = readShell(request, caller);
  if (shell === undefined) return refuseCodePage();
  shells.set(shell.id, shell);
  keepAlive(shell, shells);
  options.listen({ kind: 'shell-opened', shell: shell.id, codePage: shell.environment.codePage });
  return describeShell(request, shell);
}

function runCommand(request: Request, shell: Shell, shells: Shells, options: ShellHostOptions): Reply {
  const started = [...shells.values()]
    .filter(({ environment }) => environment.user === shell.environment.user)
    .reduce((sum, each) => sum + each.started, 0);
  if (started >= options.quotas.maxConcurrentOperationsPerUser) return refuse(tooManyOperations);
  const line = readCommandLine(request);
  const skipsShell = request.options.get('WINRS_SKIP_CMD_SHELL')?.toLowerCase() === 'true';
  if (skipsShell && options.obeysSkipCmdShell && !/^"?[a-z]:\\/i.test(line)) return refuse(programNotFound);
  const command = startCommand(options.commands, shell, line, request.body?.attributes.get('CommandId'));
  options.listen({ kind: 'command', shell: shell.id, command: command.id, line });
  return answer(
    request,
    `<rsp:CommandResponse><rsp:CommandId>${command.id}</rsp:CommandId></rsp:CommandResponse>`,
  );
}

function send(request: Request, command: Command): Reply {
  const stream = child(request.body, spaces.shell, 'Stream');
  if (stream?.attributes.get('Name') !== 'stdin') throw new SyntaxError('only stdin takes input');
  const last = stream.attributes.get('End')?.toLowerCase() === 'true';
  command.running?.write(Buffer.from(stream.text, 'base64'), last);
  return answer(request, '<rsp:SendResponse/>');
}

function signalCommand(request: Request, shell: Shell, command: Command, options: ShellHostOptions): Reply {
  const code = child(request.body, spaces.shell, 'Code')?.text.trim() ?? '';
  const name = code.slice(code.lastIndexOf('/') + 1);
  if (!['terminate', 'ctrl_c', 'ctrl_break'].includes(name)) throw new SyntaxError('an unknown signal');
  options.listen({ kind: 'signal', command: command.id, signal: name });
  terminateCommand(command);
  if (name === 'terminate') shell.commands.delete(command.id);
  return answer(request, '<rsp:SignalResponse/>');
}

/** Send and Receive name their command on their stream, Signal on itself. */
function findCommand({ body }: Request, shell: Shell): Command | undefined {
  const named: readonly (XmlElement | undefined)[] = [
    body,
    child(body, spaces.shell, 'Stream'),
    child(body, spaces.shell, 'DesiredStream'),
  ];
  const id = named.map((element) => element?.attributes.get('CommandId')).find((each) => each !== undefined);
  return shell.commands.get(id ?? '');
}

function patienceOf(
  request: Request,
  { signal }: Caller,
  { maxTimeoutms, maxEnvelopeSizekb }: Quotas,
): { wait: number; limit: number; signal: AbortSignal } {
  const envelope = Math.min(request.maxEnvelopeSize ?? Number.POSITIVE_INFINITY, maxEnvelopeSizekb * 1024);
  return {
    wait: Math.min(request.operationTimeout ?? maxTimeoutms, maxTimeoutms),
    // Base64 makes four bytes of three; the rest of an answer is below 4096 bytes.
    limit: Math.floor((envelope - 4096) / 4) * 3,
    signal,
  };
}

function keepAlive(shell: Shell, shells: Shells): void {
  clearTimeout(shell.idleTimer);
  shell.idleTimer = setTimeout(() => deleteShell(shell, shells), shell.idleTimeout).unref();
}

function deleteShell(shell: Shell, shells: Shells): void {
  clearTimeout(shell.idleTimer);
  for (const command of shell.commands.values()) terminateCommand(command);
  shells.delete(shell.id);
}

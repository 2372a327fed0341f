import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { Problem } from '../../core/problem.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Ascent } from './ascent.ts';
import { lost } from './shake-hands.ts';

/** The remote end of one command. */
export interface RemoteCommand {
  readonly channel: ClientChannel;
  /** Resolves with the exit code when the command has ended; undefined when the server gave none. */
  readonly ended: Promise<number | undefined>;
}

/**
 * Opens a channel for a command line. `endsWithExit`: its channel may never close. The clock is in the stage `channel` until the server has agreed; when the clock
 * fails, the channel is closed and the connection is left as it is.
 * @throws Problem: channel-refused, deadline-passed, connection-lost, interrupted
 */
export async function execute(
  client: Client,
  { line, terminal }: Pick<Ascent, 'line' | 'terminal'>,
  endsWithExit: boolean,
  clock: StageClock,
): Promise<RemoteCommand> {
  clock.enter('channel');
  const channel = await clock.until(openChannel(client, line, terminal, clock));
  clock.onFailure(() => channel.destroy());
  return { channel, ended: endOf(channel, endsWithExit) };
}

/** Milliseconds without output, after the exit status, until nothing more is expected. */
const aftermath = 500;

/**
 * A command has ended when its channel closes. A child that outlives it may hold the pipes, and the channel stays open for
 * as long, on Windows for ever (PowerShell/Win32-OpenSSH#2452): there, and where it is asked for, the exit status ends it,
 * and what still comes soon is heard.
 */
function endOf(channel: ClientChannel, endsWithExit: boolean): Promise<number | undefined> {
  return new Promise((resolve) => {
    channel.once('close', (code: number | null | undefined) => resolve(code ?? undefined));
    if (!endsWithExit) return;
    channel.once('exit', (code: number | null) => {
      const timer = setTimeout(() => {
        channel.destroy();
        resolve(code ?? undefined);
      }, aftermath);
      for (const stream of [channel, channel.stderr]) stream.on('data', () => timer.refresh());
      channel.once('close', () => clearTimeout(timer));
    });
  });
}

function openChannel(
  client: Client,
  line: string,
  terminal: boolean,
  clock: StageClock,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const options: ExecOptions = terminal
      ? { pty: { term: 'dumb', cols: 500, modes: { ECHO: 0, ONLCR: 0 } } }
      : {};
    try {
      client.exec(line, options, (error, channel) => {
        if (error) {
          reject(refused(error));
          return;
        }
        endOnce(channel);
        // It may come when nobody waits for it any more.
        clock.onFailure(() => channel.destroy());
        resolve(channel);
      });
    } catch (thrown) {
      reject(lost(thrown instanceof Error ? thrown : undefined));
    }
  });
}

/** Node destroys a channel that has come to its end, and ssh2 would end it once more: an error, with its stack, for nobody. */
function endOnce(channel: ClientChannel): void {
  channel.destroy = () => {
    if (!channel.writableEnded) channel.end();
    channel.close();
    return channel;
  };
}

function refused(cause: Error): Problem {
  return new Problem('channel-refused', 'the server opened no channel for a command', {
    wayOut:
      'it may allow no commands to this user (ForceCommand, a restricted shell), or too few sessions (MaxSessions)',
    retryable: true,
    cause,
  });
}

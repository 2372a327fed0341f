import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { Problem } from '../../core/problem.ts';
import type { StageClock } from '../stage-clock.ts';
import { lost } from './shake-hands.ts';

/** The remote end of one command. */
export interface RemoteCommand {
  readonly channel: ClientChannel;
  /** Resolves with the exit code when the channel has closed; undefined when the server gave none. */
  readonly closed: Promise<number | undefined>;
}

/**
 * Opens a channel for a command line. The clock is in the stage `channel` until the server has agreed; when the clock
 * fails, the channel is closed and the connection is left as it is.
 * @throws Problem: channel-refused, deadline-passed, connection-lost, interrupted
 */
export async function execute(
  client: Client,
  line: string,
  terminal: boolean,
  clock: StageClock,
): Promise<RemoteCommand> {
  clock.enter('channel');
  const channel = await clock.until(openChannel(client, line, terminal, clock));
  const closed = new Promise<number | undefined>((resolve) => {
    channel.once('close', (code: number | null | undefined) => resolve(code ?? undefined));
  });
  clock.onFailure(() => channel.destroy());
  return { channel, closed };
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
        // It may come when nobody waits for it any more.
        clock.onFailure(() => channel.destroy());
        resolve(channel);
      });
    } catch (thrown) {
      reject(lost(thrown instanceof Error ? thrown : undefined));
    }
  });
}

function refused(cause: Error): Problem {
  return new Problem('channel-refused', 'the server opened no channel for a command', {
    wayOut:
      'it may allow no commands to this user (ForceCommand, a restricted shell), or too few sessions (MaxSessions)',
    retryable: true,
    cause,
  });
}

import { asProblem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Peer } from '../transport.ts';
import { lineLost } from './http/http-line.ts';
import { newShell } from './new-shell.ts';
import { type Connection, type ConnectionObserver, type Means, openConnection } from './open-connection.ts';
import { type Command, faultIn, startBootstrap } from './shell.ts';
import { shortClock } from './short-clock.ts';
import { faultCode, faultProblem } from './wsman/fault-problem.ts';
import { deleteShell, terminateCommand } from './wsman/shell-operations.ts';

/** The one connection and the one shell of a host and run; both are replaced where that can run nothing twice. */
export interface Workplace {
  readonly peer: Peer;
  /** True once the connection has ended under a script: nobody here knows what became of it. */
  readonly isLost: boolean;
  /**
   * Starts a bootstrap and hands it to the task. Whatever ends the task ends the command; it is never started again.
   * @throws Problem: what the task throws, channel-refused, connection-lost, and the codes of reaching a host
   */
  work<T>(clock: StageClock, task: (connection: Connection, command: Command) => Promise<T>): Promise<T>;
  /** Leaves no shell behind, where the host can be reached. Never rejects. */
  leave(): Promise<void>;
}

/** Connects and opens a shell; the clock ends in the stage `channel`. @throws Problem */
export async function openWorkplace(
  means: Means,
  host: Host,
  clock: StageClock,
  observer?: ConnectionObserver,
): Promise<Workplace> {
  let connection = await openConnection(means, host, clock, observer);
  let shellId: string | undefined = await newShell(connection, host, clock);
  let command: Command | undefined;
  let mending: Promise<void> = Promise.resolve();
  let isLost = false;

  /** Until the script is sent nothing can have run: a connection or shell that has ended meanwhile is replaced. */
  async function start(clock: StageClock): Promise<Command> {
    await clock.until(mending);
    if (isLost) throw lineLost(undefined);
    for (const isLastTry of [false, true]) {
      const started = await attempt(clock).catch((thrown: unknown) => {
        if (isLastTry || connection.isOpen || asProblem(thrown).code !== 'connection-lost') throw thrown;
        return undefined;
      });
      if (started !== undefined) return started;
    }
    throw faultProblem({ code: faultCode.operationQuota, subcode: '', text: '' });
  }

  /** Undefined when the shell was gone or used up. */
  async function attempt(clock: StageClock): Promise<Command | undefined> {
    if (!connection.isOpen) connection = await openConnection(means, host, clock);
    shellId ??= await newShell(connection, host, clock);
    const used = shellId;
    clock.enter('channel');
    const commandId = await clock.until(startBootstrap(connection, used));
    if (commandId !== undefined) return { shellId: used, commandId };
    shellId = undefined;
    await clock.until(connection.ask(deleteShell(used), faultIn));
    return undefined;
  }

  /** The command has ended: the host may let go of it. Its answer counts, whatever becomes of this. */
  async function release({ shellId, commandId }: Command, clock: StageClock): Promise<void> {
    try {
      await clock.until(connection.ask(terminateCommand(shellId, commandId), faultIn));
    } catch {
      connection.close();
    }
  }

  function giveUp(thrown: unknown): void {
    const { code } = asProblem(thrown);
    if (code === 'deadline-passed' || code === 'interrupted') mending = cancel(command);
    else if (connection.isOpen) mending = clear(connection, command);
    else isLost = true;
  }

  /** Ends the command by a second connection, since the first awaits its output; the second takes its place. */
  async function cancel(running: Command | undefined): Promise<void> {
    const former = connection;
    const clock = shortClock(host);
    try {
      const other = await openConnection(means, host, clock);
      clock.stop();
      await clear(other, running);
      connection = other;
    } catch {
      // The host cannot be reached, and ends the shell by itself.
      shellId = undefined;
    } finally {
      clock.stop();
      former.close();
    }
  }

  /** Ends what may still run, and the shell. A connection that does not answer in time is closed. */
  async function clear(on: Connection, running: Command | undefined): Promise<void> {
    const used = shellId;
    shellId = undefined;
    const clock = shortClock(host);
    clock.onFailure(() => on.close());
    try {
      if (running !== undefined) await on.ask(terminateCommand(running.shellId, running.commandId), faultIn);
      if (used !== undefined) await on.ask(deleteShell(used), faultIn);
    } catch {
      on.close();
    } finally {
      clock.stop();
    }
  }

  return {
    peer: connection.peer,
    get isLost() {
      return isLost;
    },
    work: async (clock, task) => {
      try {
        command = await start(clock);
        const result = await task(connection, command);
        await release(command, clock);
        return result;
      } catch (thrown) {
        giveUp(thrown);
        throw thrown;
      } finally {
        command = undefined;
      }
    },
    leave: async () => {
      await mending;
      if (connection.isBusy) await cancel(command);
      if (connection.isOpen) await clear(connection, undefined);
      connection.close();
    },
  };
}

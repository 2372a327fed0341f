import type { Host } from '../../inventory/fleet.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Connection } from './open-connection.ts';
import { faultIn, openShell } from './shell.ts';
import { shortClock } from './short-clock.ts';
import { deleteShell } from './wsman/shell-operations.ts';

/**
 * Opens a shell; the clock is in the stage `channel`. When that fails the connection is closed, and a shell that is
 * opened all the same, by a host that answers late, is deleted.
 * @throws Problem
 */
export async function newShell(connection: Connection, host: Host, clock: StageClock): Promise<string> {
  clock.enter('channel');
  const opening = openShell(connection);
  try {
    return await clock.until(opening);
  } catch (thrown) {
    await abandon(opening, connection, host);
    throw thrown;
  }
}

async function abandon(opening: Promise<string>, connection: Connection, host: Host): Promise<void> {
  const clock = shortClock(host);
  clock.onFailure(() => connection.close());
  try {
    await connection.ask(deleteShell(await opening), faultIn);
  } catch {
    // There is no shell, or the host cannot be reached and ends it by itself.
  } finally {
    clock.stop();
    connection.close();
  }
}

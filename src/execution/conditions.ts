import type { Clock } from '../core/clock.ts';
import type { Listener } from '../core/event.ts';
import type { Host } from '../inventory/fleet.ts';
import type { Platform } from '../platforms/platform.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { Session } from '../transports/transport.ts';

/** What every part of a run is given: how to reach hosts, whom to tell, where to keep evidence, when to stop. */
export interface Conditions {
  connect(host: Host, signal: AbortSignal): Promise<Session>;
  /** The operating systems that hosts are recognised by. */
  readonly platforms: readonly Platform[];
  readonly run: RunFolder;
  readonly announce: Listener;
  /** Sessions open at the same time. */
  readonly fanout: number;
  /** Aborted when no new host may be begun. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

import { Problem } from '../core/problem.ts';
import type { Host } from '../inventory/fleet.ts';
import type { HostMemory, RememberedChange } from '../platforms/host-memory.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';

/** Asks a host what it remembers of changes, and keeps its words as evidence. @throws Problem of the session, or answer-unreadable */
export async function recallHost(
  session: Session,
  host: Host,
  platform: Platform,
  { run, signal }: Conditions,
): Promise<HostMemory> {
  const answer = await session.run({ script: platform.recall(), asRoot: true, signal });
  run.keep(host.name, 'memory', answer.stdout);
  const memory = platform.readRecall(answer.stdout);
  if (memory.complete) return memory;
  throw new Problem('answer-unreadable', 'what the host remembers was cut off', { retryable: true });
}

/** True while the host may still change without us: its script runs, or its dead-man waits. */
export function goesOn(change: RememberedChange | undefined): boolean {
  return change?.state === 'under-way' || change?.state === 'on-trial';
}

/** Clears a host's notes of a run that is over there: they are kept as evidence. What it says to that is kept too. */
export async function dismissMemory(
  session: Session,
  host: Host,
  platform: Platform,
  run: string,
  conditions: Conditions,
): Promise<void> {
  const { signal } = conditions;
  const answer = await session.run({ script: platform.dismiss(run), asRoot: true, signal });
  if (answer.stderr !== '') conditions.run.keep(host.name, 'memory', answer.stderr);
}

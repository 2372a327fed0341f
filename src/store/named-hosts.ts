import { hostOutcomes } from '../core/outcome.ts';
import type { SummarizedHost } from '../core/run-summary.ts';
import type { SeenRun } from '../core/seen-run.ts';
import { openPast, type Past, type Records } from './look-back.ts';

/** The hosts that `@name` in --limit means; undefined for a name that means nothing. */
export type NamedHosts = (name: string) => readonly string[] | undefined;

/** Names that mean several outcomes of a change. */
const gathered: Readonly<Record<string, readonly string[]>> = {
  undone: hostOutcomes.filter((outcome) => outcome !== 'ok' && outcome !== 'changed'),
  failed: ['failed', 'rolled-back', 'unknown'],
  never: ['not-attempted'],
};

const states = ['ok', 'missing', 'partial', 'drift', 'foreign', 'conflict', 'unreachable'];

/**
 * Reads the last runs: the outcomes of a change (`@failed`, `@undone`, `@never`, `@rolled-back`, ...) are those of the
 * newest apply or remove, the states (`@drift`, `@missing`, ...) those of the newest audit or verify. An attempt that began
 * no host says nothing of them. With a history that several machines share, the newest run may be somebody else's.
 */
export async function readNamedHosts(root: string, store?: Records): Promise<NamedHosts> {
  const past = openPast(root, store);
  const runs = await past.list();
  const change = await hostsOfNewest(past, runs, ['apply', 'remove', 'resume', 'rollback']);
  const audit = await hostsOfNewest(past, runs, ['audit', 'verify']);
  return (name) => {
    if (gathered[name] !== undefined) return hostsWith(change, gathered[name]);
    if (hostOutcomes.some((outcome) => outcome === name) && name !== 'ok') return hostsWith(change, [name]);
    return states.includes(name) ? hostsWith(audit, [name]) : undefined;
  };
}

async function hostsOfNewest(
  past: Past,
  runs: readonly SeenRun[],
  verbs: readonly string[],
): Promise<readonly SummarizedHost[]> {
  const newest = runs.find((run) => run.state === 'ended' && verbs.includes(run.verb ?? '') && hasBegun(run));
  return newest === undefined ? [] : ((await past.hosts(newest)) ?? []);
}

/** Not one that met a lock or a wrong network, whose plan was stale, or to which no was said. */
function hasBegun({ counts }: SeenRun): boolean {
  return Object.keys(counts).some((outcome) => outcome !== 'not-attempted');
}

function hostsWith(hosts: readonly SummarizedHost[], outcomes: readonly string[]): readonly string[] {
  return hosts.filter((host) => outcomes.includes(host.outcome)).map((host) => host.host);
}

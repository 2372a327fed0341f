import { hostOutcomes } from '../core/outcome.ts';
import type { RunSummary } from '../core/run-summary.ts';
import { listRuns, readSummary } from './read-runs.ts';

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
 * newest run that changed hosts, the states (`@drift`, `@missing`, ...) those of the newest audit or verify.
 */
export async function readNamedHosts(root: string): Promise<NamedHosts> {
  const change = await newest(root, ['apply', 'remove', 'resume', 'rollback']);
  const audit = await newest(root, ['audit', 'verify']);
  return (name) => {
    if (gathered[name] !== undefined) return hostsWith(change, gathered[name]);
    if (hostOutcomes.some((outcome) => outcome === name) && name !== 'ok') return hostsWith(change, [name]);
    return states.includes(name) ? hostsWith(audit, [name]) : undefined;
  };
}

async function newest(root: string, verbs: readonly string[]): Promise<RunSummary | undefined> {
  for (const id of await listRuns(root)) {
    const summary = await readSummary(root, id);
    if (summary !== undefined && verbs.includes(summary.verb)) return summary;
  }
  return undefined;
}

function hostsWith(summary: RunSummary | undefined, outcomes: readonly string[]): readonly string[] {
  return (summary?.hosts ?? []).filter((host) => outcomes.includes(host.outcome)).map((host) => host.host);
}

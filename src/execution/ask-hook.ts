import type { Hook, Hooks } from '../core/rollout.ts';
import type { Host, Pool } from '../inventory/fleet.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';
import type { RolloutMeans } from './rollout-means.ts';

/** The hooks around the change of one host. */
export type HostHook = Exclude<keyof Hooks, 'beforeBatch' | 'afterBatch'>;

/** Runs a hook of a host where the pool has it. What went wrong; undefined when nothing did. */
export async function askHook(
  name: HostHook,
  hooks: Hooks,
  place: {
    readonly pool: Pool | undefined;
    readonly batch: number;
    readonly host: Host;
    readonly session: Session;
  },
  means: Pick<RolloutMeans, 'runHook'>,
  conditions: Conditions,
): Promise<string | undefined> {
  const hook = hooks[name];
  const { pool, host } = place;
  if (hook === undefined || pool === undefined) return undefined;
  const once = () => means.runHook(hook, { ...place, pool, run: conditions.run.id });
  const answer = name === 'inService' ? await untilGood(once, hook, conditions) : await once();
  conditions.run.keep(host.name, 'hook', `${name}:\n${answer.output}`);
  const { ok, detail } = answer;
  conditions.announce({ kind: 'hook-ended', hook: name, host: host.name, ok, detail });
  return ok ? undefined : `the hook ${name} failed: ${detail}`;
}

/** Milliseconds between two questions whether a host serves again. */
const askingPause = 1_000;

async function untilGood<T extends { readonly ok: boolean }>(
  question: () => Promise<T>,
  hook: Hook,
  { clock }: Conditions,
): Promise<T> {
  const until = clock.now() + hook.timeout;
  for (;;) {
    const answer = await question();
    if (answer.ok || clock.now() + askingPause > until) return answer;
    await clock.sleep(askingPause, new AbortController().signal);
  }
}

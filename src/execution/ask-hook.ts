import type { Hook, Hooks } from '../core/rollout.ts';
import type { Host, Pool } from '../inventory/fleet.ts';
import type { Session } from '../transports/transport.ts';
import type { Conditions } from './conditions.ts';
import type { RolloutMeans } from './rollout-means.ts';
import type { HookAnswer } from './run-hook.ts';

/** The hooks around the change of one host. */
export type HostHook = Exclude<keyof Hooks, 'beforeBatch' | 'afterBatch'>;

/**
 * Runs a hook of a host where the pool has it. What went wrong; undefined when nothing did. Once the host is accused of
 * answering for a VIP the hook is not waited for any longer; it ends by itself, or by its own time limit.
 */
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
  accusation: AbortSignal = new AbortController().signal,
): Promise<string | undefined> {
  const hook = hooks[name];
  const { pool, host } = place;
  if (hook === undefined || pool === undefined) return undefined;
  const once = () => means.runHook(hook, { ...place, pool, run: conditions.run.id });
  const answered = name === 'inService' ? untilGood(once, hook, conditions, accusation) : once();
  const answer = await Promise.race([answered, cutOff(accusation)]);
  conditions.run.keep(host.name, 'hook', `${name}:\n${answer.output}`);
  const { ok, detail } = answer;
  conditions.announce({ kind: 'hook-ended', hook: name, host: host.name, ok, detail });
  return ok ? undefined : `the hook ${name} failed: ${detail}`;
}

/** Milliseconds between two questions whether a host serves again. */
const askingPause = 1_000;

async function untilGood(
  question: () => Promise<HookAnswer>,
  hook: Hook,
  { clock }: Conditions,
  accusation: AbortSignal,
): Promise<HookAnswer> {
  const until = clock.now() + hook.timeout;
  for (;;) {
    const answer = await question();
    if (answer.ok || accusation.aborted || clock.now() + askingPause > until) return answer;
    await clock.sleep(askingPause, accusation);
  }
}

function cutOff(accusation: AbortSignal): Promise<HookAnswer> {
  const answer = { ok: false, output: '', detail: 'not waited for: the host is heard answering for a VIP' };
  return new Promise((resolve) => {
    if (accusation.aborted) resolve(answer);
    accusation.addEventListener('abort', () => resolve(answer), { once: true });
  });
}

import type { Hook } from '../../../src/core/rollout.ts';
import type { HookAnswer, HookPlace } from '../../../src/execution/run-hook.ts';
import type { SimHost, Surroundings } from '../farm/host.ts';
import { type Controller, comeTo } from './controller.ts';

/** The director's side: which members are drained, and by which run. */
export type Drained = Map<string, string>;

/** The operator's commands: the first word says what each does. */
export function hooksOf(
  controller: Controller,
  hosts: ReadonlyMap<string, SimHost>,
  drained: Drained,
  { time, random, trouble }: Surroundings,
): (hook: Hook, place: HookPlace) => Promise<HookAnswer> {
  return (hook, { host, run }) =>
    new Promise((resolve) => {
      if (!controller.isAlive) return;
      const [deed = ''] = hook.run;
      const fails = trouble.happens('hookFails');
      const hangs = trouble.happens('hookHangs');
      time.after(random.between(1, 50), () => {
        const name = host?.name ?? '';
        // One that hangs may have done its work all the same.
        if (!fails && deed === 'drain') drained.set(name, run);
        if (!fails && deed === 'undrain') drained.delete(name);
        const isBack = deed !== 'in-service' || (!drained.has(name) && hosts.get(name)?.isUp === true);
        const ok = !fails && !hangs && isBack;
        comeTo(controller, hangs ? hook.timeout : 1, time, () =>
          resolve({ ok, output: '', detail: ok ? '' : `${deed} did not end well` }),
        );
      });
    });
}

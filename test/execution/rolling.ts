import type { RolloutMeans } from '../../src/execution/rollout-means.ts';
import type { Fleet } from '../../src/inventory/fleet.ts';

/** Means without witnesses, hooks or competitors: what is left is the engine itself. */
export function plainMeans(said: Partial<RolloutMeans> = {}): RolloutMeans {
  return {
    fleet: noFleet,
    hold: {
      fence: 1,
      lost: new AbortController().signal,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    owner: 'ops@admin1',
    segment: undefined,
    before: undefined,
    leftOut: new Set(),
    runHook: () => Promise.reject(new Error('there are no hooks')),
    ...said,
  };
}

const noFleet: Fleet = {
  file: 'inventory.yaml',
  digest: 'none',
  directors: new Map(),
  pools: new Map(),
  hosts: new Map(),
  groups: new Map(),
};

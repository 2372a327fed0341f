import type { RunEvent } from '../../src/core/event.ts';
import type { Movement } from '../../src/core/plan.ts';
import { followRun, hostsInDoubt, type RunMemory } from '../../src/core/run-memory.ts';
import type { Purpose } from '../../src/planning/desired.ts';
import { movementOfRun } from '../../src/planning/take-back.ts';
import type { Conduct, Errand } from './engine/conduct.ts';
import type { LeaseBook } from './engine/lease-book.ts';
import type { Farm } from './scenario.ts';
import type { StoryLine } from './story-line.ts';

/** What the first controller, or its rival, is sent to do. */
export function errandOf(run: string, { fleet }: Farm, storyLine: StoryLine, book: LeaseBook): Errand {
  const { verb, bothPools, fanout, repair, isDry, fullAt } = storyLine;
  const pools = [...fleet.pools.values()].slice(0, bothPools ? 2 : 1);
  const hosts = [...fleet.hosts.values()].filter((host) =>
    pools.some(({ name }) => host.pools.includes(name)),
  );
  const purpose: Purpose = { verb, adopt: false, force: false };
  return {
    run,
    pools,
    hosts,
    purpose,
    overrides: {},
    fanout,
    repair,
    isDry,
    book,
    fullAt,
    inDoubt: new Set(),
  };
}

/** `vipfarm resume`, with nothing in its way: everything in one batch. */
export function finishing(errand: Errand, conducts: readonly Conduct[]): Errand {
  const inDoubt = new Set(conducts.flatMap((conduct) => hostsInDoubt(memoryOf(conduct))));
  return {
    ...errand,
    run: `r${conducts.length + 1}`,
    overrides: { ...errand.overrides, ...inOneGo },
    repair: true,
    isDry: false,
    fullAt: undefined,
    inDoubt,
  };
}

/** `vipfarm rollback` of the first run. */
export function rollingBack(errand: Errand, conducts: readonly Conduct[]): Errand {
  const [first] = conducts;
  const moved = first === undefined ? new Map<string, Movement>() : movementOfRun(memoryOf(first));
  const verb = errand.purpose.verb === 'apply' ? 'remove' : 'apply';
  return {
    ...finishing(errand, conducts),
    hosts: errand.hosts.filter(({ name }) => moved.has(name)),
    purpose: { ...errand.purpose, verb, takesBack: Object.fromEntries(moved) },
  };
}

/** `vipfarm remove` of all pools. */
export function takingAway(errand: Errand, conducts: readonly Conduct[], { fleet }: Farm): Errand {
  return {
    ...finishing(errand, conducts),
    pools: [...fleet.pools.values()],
    hosts: [...fleet.hosts.values()],
    purpose: { verb: 'remove', adopt: false, force: true },
  };
}

const inOneGo = { batches: ['100%'], keepInService: 0, pause: 0, maxFail: 0 } as const;

/** What a journal says of its run, after whatever crash. */
function memoryOf({ folder }: Conduct): RunMemory {
  const { memory, note } = followRun();
  for (const line of folder.lines) note(JSON.parse(line) as RunEvent);
  return memory;
}

import type { World } from './engine/conduct.ts';
import { openNetwork } from './engine/simulated-segment.ts';
import { chooseTrouble, makeTrouble } from './farm/trouble.ts';
import { appointJudge } from './judge/judge.ts';
import { playNight } from './night.ts';
import { seeded } from './random.ts';
import { buildFarm } from './scenario.ts';
import { tellStoryLine } from './story-line.ts';
import { startTime } from './virtual-time.ts';

/** What one seed led to. */
export interface Simulation {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly stories: readonly string[];
  /** Of all its runs, one after the other. */
  readonly journals: readonly string[];
  readonly events: number;
}

const begunAt = Date.UTC(2026, 10, 22, 23, 0, 0);

// Traces of where problems are made cost more than all the rest, and are not looked at.
Error.stackTraceLimit = 0;

/** Plays a night of a farm, as its seed has it, and judges it. */
export async function simulate(seed: number, isVerbose = false): Promise<Simulation> {
  const random = seeded(seed);
  const farm = buildFarm(random);
  const storyLine = tellStoryLine(farm, random);
  const time = startTime(begunAt);
  const drained = new Map<string, string>();
  const judge = appointJudge({ farm, time, drained, isVerbose });
  const trouble = makeTrouble(chooseTrouble(random), random);
  const network = openNetwork();
  const world: World = {
    fleet: farm.fleet,
    hosts: farm.hosts,
    network,
    drained,
    time,
    random,
    trouble,
    watcher: judge,
    judge,
  };
  judge.story(() => JSON.stringify(storyLine));
  const night = await playNight(world, farm, storyLine);
  return {
    seed,
    violations: judge.violations,
    stories: judge.stories,
    journals: night.conducts.flatMap(({ folder }) => folder.lines),
    events: night.events,
  };
}

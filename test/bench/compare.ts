import { missing } from '../prerequisites.ts';
import type { Contestant } from './contestants.ts';
import type { BenchFleet, ChosenHosts } from './fleet.ts';
import { type Cost, measure } from './measure.ts';

/** The medians of a contestant's rounds, or why it did not take part. */
export type Standing =
  | ({ readonly name: string; readonly hosts: number } & Figures)
  | { readonly name: string; readonly hosts: number; readonly skipped: string };

export interface Figures {
  /** Seconds. */
  readonly wall: number;
  /** Milliseconds of processor time of the client for each host, start-up included. */
  readonly cpuOfHost: number;
  /** Megabytes of the largest process. */
  readonly memory: number;
}

export interface Course {
  readonly fleet: BenchFleet;
  readonly hosts: ChosenHosts;
  readonly fanout: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/**
 * Lets all contestants do their work in turn, round after round, so that whatever else the machine does meets each of
 * them alike. A round that does not reach every host is an error, not a fast round.
 */
export async function compare(
  contestants: readonly Contestant[],
  course: Course,
): Promise<readonly Standing[]> {
  const { hosts, rounds, say } = course;
  const absent = new Map(contestants.map((one) => [one.name, missing(one.needs)]));
  const costs = new Map<string, Cost[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const contestant of contestants) {
      if (absent.get(contestant.name) !== undefined) continue;
      const cost = await once(contestant, course);
      costs.set(contestant.name, [...(costs.get(contestant.name) ?? []), cost]);
      const { wall, cpu, memory } = cost;
      const perHost = (1000 * cpu) / hosts.count;
      say(
        `${round}  ${contestant.name}, ${hosts.count} hosts: ${wall.toFixed(1)} s, ${perHost.toFixed(2)} ms a host, ${memory.toFixed(0)} MB`,
      );
    }
  }
  return contestants.map(({ name }): Standing => {
    const skipped = absent.get(name);
    if (skipped !== undefined) return { name, hosts: hosts.count, skipped };
    return { name, hosts: hosts.count, ...middleOf(costs.get(name) ?? [], hosts.count) };
  });
}

async function once(contestant: Contestant, { fleet, hosts, fanout }: Course): Promise<Cost> {
  const cost = await measure(contestant.run(fleet, hosts, fanout), fleet.folder);
  const done = contestant.done(cost, hosts);
  if (done === hosts.count) return cost;
  throw new Error(`${contestant.name} reached ${done} of ${hosts.count} hosts: ${cost.stderr.slice(-2_000)}`);
}

function middleOf(costs: readonly Cost[], hosts: number): Figures {
  return {
    wall: median(costs.map((cost) => cost.wall)),
    cpuOfHost: (1000 * median(costs.map((cost) => cost.cpu))) / hosts,
    memory: median(costs.map((cost) => cost.memory)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}

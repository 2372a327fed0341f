import { batchSize, type HostCount } from '../../core/host-count.ts';

/**
 * Cuts hosts into batches of these sizes; the last size is repeated. With `siteOf`, a batch takes its first host in
 * order, and each further one from the site that gave it fewest so far: of those the one with most hosts left, so that
 * later batches are spread as well. Hosts without a site count as one site.
 */
export function cutBatches(
  hosts: readonly string[],
  counts: readonly HostCount[],
  siteOf?: (host: string) => string | undefined,
): readonly (readonly string[])[] {
  const queues = queueBySite(hosts, siteOf ?? (() => undefined));
  const batches: (readonly string[])[] = [];
  for (let done = 0; done < hosts.length; ) {
    const count = counts[batches.length] ?? counts.at(-1) ?? hosts.length;
    const batch = takeBatch(queues, Math.min(batchSize(count, hosts.length), hosts.length - done));
    batches.push(batch);
    done += batch.length;
  }
  return batches;
}

/** The hosts of one site that are left are those from `next` on. */
interface Queue {
  readonly hosts: readonly { readonly name: string; readonly rank: number }[];
  next: number;
  /** How many the batch in hand has taken. */
  taken: number;
}

function queueBySite(
  hosts: readonly string[],
  siteOf: (host: string) => string | undefined,
): readonly Queue[] {
  const sites = new Map<string | undefined, { name: string; rank: number }[]>();
  for (const [rank, name] of hosts.entries()) {
    const site = siteOf(name);
    const known = sites.get(site);
    if (known === undefined) sites.set(site, [{ name, rank }]);
    else known.push({ name, rank });
  }
  return [...sites.values()].map((site) => ({ hosts: site, next: 0, taken: 0 }));
}

function takeBatch(queues: readonly Queue[], size: number): readonly string[] {
  for (const queue of queues) queue.taken = 0;
  return Array.from({ length: size }, (_, at) => {
    const open = queues.filter((queue) => queue.next < queue.hosts.length);
    const queue = open.reduce((best, each) => ((at === 0 ? isFirst : isFresher)(each, best) ? each : best));
    queue.taken++;
    return queue.hosts[queue.next++]?.name ?? '';
  });
}

function isFirst(one: Queue, other: Queue): boolean {
  return headOf(one) < headOf(other);
}

function isFresher(one: Queue, other: Queue): boolean {
  if (one.taken !== other.taken) return one.taken < other.taken;
  const [left, leftOfOther] = [one, other].map(({ hosts, next }) => hosts.length - next);
  if (left !== leftOfOther) return (left ?? 0) > (leftOfOther ?? 0);
  return isFirst(one, other);
}

function headOf({ hosts, next }: Queue): number {
  return hosts[next]?.rank ?? Number.POSITIVE_INFINITY;
}

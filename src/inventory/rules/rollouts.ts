import {
  batchSize,
  failuresAllowed,
  type HostCount,
  isHostCount,
  isNobody,
  membersToKeep,
} from '../../core/host-count.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { NamedHost } from '../layers.ts';
import type { Reading } from '../reading.ts';
import type { Rollout } from '../rollout-schema.ts';
import { membersOf } from '../roster.ts';
import type { Layer } from '../settings.ts';

/** Batches and limits can be kept with the members that the pool has. */
export function checkRollouts({ inventory, roster, hosts }: Reading): readonly Complaint[] {
  return Object.entries(inventory.pools).flatMap(([name, { rollout }]) => {
    if (rollout === undefined) return [];
    const path = ['pools', name, 'rollout'];
    const members = membersOf(name, roster).length;
    return [
      ...checkBatches(rollout, path, members),
      ...checkFailures(rollout, path, members),
      ...checkService(rollout, path, members),
      ...(rollout.spread === 'site' ? checkSites(name, path, hosts) : []),
    ];
  });
}

function checkBatches({ batches }: Rollout, rollout: FilePath, members: number): readonly Complaint[] {
  if (batches === undefined) return [];
  if (batches.length === 0) return [senseless([...rollout, 'batches'], 'it has no batches')];
  const complaints: Complaint[] = [];
  let before = 0;
  for (const [at, batch] of batches.entries()) {
    const path = [...rollout, 'batches', at];
    const size = typeof batch === 'number' ? batch : batchSize(batch, members);
    if (isNobody(batch)) complaints.push(senseless(path, `a batch of ${batch} changes nobody`));
    else if (!isHostCount(batch)) complaints.push(senseless(path, `a batch of ${batch} is more than all`));
    else if (members > 0 && size < before) {
      complaints.push(
        senseless(
          path,
          `a batch of ${titled(batch, size)} follows a larger one, of ${before}`,
          'batches grow: the first one is the canary',
        ),
      );
    } else if (typeof batch === 'number' && batch > members && members > 0) {
      complaints.push(hollow(path, `a batch of ${batch} is more than the ${members} members`));
    }
    before = Math.max(before, size);
  }
  return complaints;
}

function checkFailures(rollout: Rollout, path: FilePath, members: number): readonly Complaint[] {
  return (['maxFail', 'maxFailInBatch'] as const).flatMap((key) => {
    const limit = rollout[key];
    if (limit === undefined) return [];
    if (!isHostCount(limit)) return [senseless([...path, key], `${key} ${limit} is more than all`)];
    if (key !== 'maxFail' || members === 0 || failuresAllowed(limit, members) < members) return [];
    const message = `with maxFail ${limit} nothing ever stops a rollout to ${members} members`;
    return [hollow([...path, key], message)];
  });
}

function checkService({ keepInService }: Rollout, rollout: FilePath, members: number): readonly Complaint[] {
  if (keepInService === undefined) return [];
  const path = [...rollout, 'keepInService'];
  if (isNobody(keepInService)) {
    const message = `keepInService ${keepInService} would let all members be changed at once`;
    return [senseless(path, message, 'leave it out to say so')];
  }
  if (!isHostCount(keepInService))
    return [senseless(path, `keepInService ${keepInService} is more than all`)];
  const kept = membersToKeep(keepInService, members);
  if (members === 0 || kept < members) return [];
  const message = `keepInService ${titled(keepInService, kept)} of ${members} members lets nobody be changed`;
  const wayOut = `at most ${members - 1} of ${members} can stay in service while one is changed`;
  return [senseless(path, message, wayOut)];
}

function checkSites(pool: string, rollout: FilePath, hosts: readonly NamedHost[]): readonly Complaint[] {
  const members = hosts.filter((host) => host.pools.includes(pool));
  const sites = new Set(members.map((host) => host.layers.findLast(namesSite)?.settings.site));
  if (sites.size !== 1) return [];
  const [site] = sites;
  const message = `all members are at ${site === undefined ? 'no named site' : `site ${site}`}, so nothing is spread`;
  return [hollow([...rollout, 'spread'], message, 'give the members a site')];
}

function namesSite(layer: Layer): boolean {
  return layer.settings.site !== undefined;
}

/** `10% (2)` */
function titled(count: HostCount, hosts: number): string {
  return typeof count === 'number' ? String(count) : `${count} (${hosts})`;
}

function senseless(path: FilePath, message: string, wayOut?: string): Complaint {
  return complain('error', 'rollout-senseless', path, message, wayOut === undefined ? {} : { wayOut });
}

function hollow(path: FilePath, message: string, wayOut?: string): Complaint {
  return complain('warning', 'rollout-senseless', path, message, wayOut === undefined ? {} : { wayOut });
}

import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import type { HostCount, Rollout } from '../rollout-schema.ts';
import { membersOf } from '../roster.ts';

/** Batches and limits can be kept with the members that the pool has. */
export function checkRollouts({ inventory, roster }: Reading): readonly Complaint[] {
  return Object.entries(inventory.pools).flatMap(([name, { rollout }]) => {
    if (rollout === undefined) return [];
    const path = ['pools', name, 'rollout'];
    const members = membersOf(name, roster).length;
    return [...checkBatches(rollout, path, members), ...checkLimits(rollout, path, members)];
  });
}

function checkBatches({ batches }: Rollout, rollout: FilePath, members: number): readonly Complaint[] {
  if (batches === undefined) return [];
  if (batches.length === 0) return [senseless([...rollout, 'batches'], 'it has no batches')];
  const complaints: Complaint[] = [];
  let before = 0;
  for (const [at, batch] of batches.entries()) {
    const path = [...rollout, 'batches', at];
    const size = hostsIn(batch, members);
    if (isZero(batch)) complaints.push(senseless(path, `a batch of ${batch} changes nobody`));
    else if (isTooMuch(batch)) complaints.push(senseless(path, `a batch of ${batch} is more than all`));
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

function checkLimits(
  { maxFail, keepInService }: Rollout,
  rollout: FilePath,
  members: number,
): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const failPath = [...rollout, 'maxFail'];
  if (maxFail !== undefined && isTooMuch(maxFail))
    complaints.push(senseless(failPath, `maxFail ${maxFail} is more than all`));
  else if (maxFail !== undefined && members > 0 && hostsIn(maxFail, members) >= members) {
    complaints.push(
      hollow(failPath, `with maxFail ${maxFail} nothing ever stops a rollout to ${members} members`),
    );
  }
  if (keepInService === undefined) return complaints;
  const keepPath = [...rollout, 'keepInService'];
  const kept = hostsIn(keepInService, members);
  if (isZero(keepInService)) {
    complaints.push(
      senseless(
        keepPath,
        `keepInService ${keepInService} would let all members be changed at once`,
        'leave it out to say so',
      ),
    );
  } else if (isTooMuch(keepInService)) {
    complaints.push(senseless(keepPath, `keepInService ${keepInService} is more than all`));
  } else if (members > 0 && kept >= members) {
    const wayOut = `at most ${members - 1} of ${members} can stay in service while one is changed`;
    complaints.push(
      senseless(
        keepPath,
        `keepInService ${titled(keepInService, kept)} of ${members} members lets nobody be changed`,
        wayOut,
      ),
    );
  }
  return complaints;
}

/** A share is rounded up: one host is always meant, and service is kept rather than not. */
function hostsIn(count: HostCount, members: number): number {
  return typeof count === 'number' ? count : Math.ceil((Number.parseFloat(count) / 100) * members - 1e-9);
}

function isZero(count: HostCount): boolean {
  return typeof count === 'number' ? count === 0 : Number.parseFloat(count) === 0;
}

function isTooMuch(count: HostCount): boolean {
  return typeof count === 'string' && Number.parseFloat(count) > 100;
}

/** `10% (2)` */
function titled(count: HostCount, hosts: number): string {
  return typeof count === 'number' ? String(count) : `${count} (${hosts})`;
}

function senseless(path: FilePath, message: string, wayOut?: string): Complaint {
  return complain('error', 'rollout-senseless', path, message, wayOut === undefined ? {} : { wayOut });
}

function hollow(path: FilePath, message: string): Complaint {
  return complain('warning', 'rollout-senseless', path, message);
}

/** A number of hosts, or a share such as `10%`. What it is a share of depends on the setting. */
export type HostCount = number | string;

/** True for `3` and for `12.5%`; a share of more than all is none. */
export function isHostCount(count: HostCount): boolean {
  if (typeof count === 'number') return Number.isInteger(count) && count >= 0;
  return shareForm.test(count) && Number.parseFloat(count) <= 100;
}

const shareForm = /^\d{1,3}(\.\d{1,6})?%$/;

/** True for `0` and `0%`. */
export function isNobody(count: HostCount): boolean {
  return typeof count === 'number' ? count === 0 : Number.parseFloat(count) === 0;
}

/** How many hosts of `all` a batch takes: a share is rounded up and is never nobody, and there are no more than all. */
export function batchSize(count: HostCount, all: number): number {
  return Math.min(all, Math.max(1, roundUp(count, all)));
}

/** How many hosts of `all` may fail: a share is rounded down, so that what was asked for is never exceeded. */
export function failuresAllowed(count: HostCount, all: number): number {
  return typeof count === 'number' ? count : Math.floor(shareOf(count, all) + slack);
}

/** How many of `all` members stay in service: a share is rounded up, so that never less than asked for is kept. */
export function membersToKeep(count: HostCount, all: number): number {
  return roundUp(count, all);
}

function roundUp(count: HostCount, all: number): number {
  return typeof count === 'number' ? count : Math.max(0, Math.ceil(shareOf(count, all) - slack));
}

function shareOf(share: string, all: number): number {
  return (Number.parseFloat(share) * all) / 100;
}

/** 0.072% of 12,500 are 9 hosts, although binary fractions make it a little less. */
const slack = 1e-9;

import type { Vip } from '../core/address.ts';
import { parseAddress } from '../core/address.ts';
import type { Movement } from '../core/plan.ts';
import type { RunMemory, SentChange } from '../core/run-memory.ts';
import type { Desired, Observed } from '../platforms/platform.ts';

/** What a change from observed to desired moves. VIPs that are only repaired do not move. */
export function movementOf(desired: Desired, { addresses }: Observed): Movement {
  const there = new Set(addresses.map(({ address }) => address));
  const addressOf = (vip: Vip): string => vip.address;
  return {
    brings: desired.present.map(addressOf).filter((address) => !there.has(address)),
    takes: desired.absent.map(addressOf).filter((address) => there.has(address)),
  };
}

/**
 * The wish that takes a change back. It goes through the planner like every other, so it is as safe: what was repaired
 * stays repaired, and the values that the host itself recorded are restored when the last VIP leaves.
 */
export function takingBack(desired: Desired, { brings, takes }: Movement): Desired {
  const absent = vips(brings);
  const present = vips(takes);
  const moved = new Set([...brings, ...takes]);
  const { others: elsewhere, present: wanted, absent: unwanted } = desired;
  const others = [...elsewhere, ...wanted, ...unwanted].filter(({ address }) => !moved.has(address));
  return { ...desired, present, absent, others, force: true };
}

function vips(addresses: readonly string[]): readonly Vip[] {
  return addresses.flatMap((address) => parseAddress(address) ?? []);
}

/** What a whole run moved, host by host. What was undone, by the host itself or by the run, is out of it. */
export function movementOfRun({ hosts }: RunMemory): ReadonlyMap<string, Movement> {
  const moved = new Map<string, Movement>();
  for (const [host, { changes }] of hosts) {
    const brings = new Set<string>();
    const takes = new Set<string>();
    for (const change of changes.filter(mayHaveMoved)) {
      for (const address of change.brings) takes.delete(address) || brings.add(address);
      for (const address of change.takes) brings.delete(address) || takes.add(address);
    }
    if (brings.size + takes.size > 0) moved.set(host, { brings: [...brings], takes: [...takes] });
  }
  return moved;
}

function mayHaveMoved({ steps }: SentChange): boolean {
  return [...steps.values()].some((state) => state !== 'not done');
}

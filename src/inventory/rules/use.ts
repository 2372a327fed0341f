import { type Complaint, complain } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import { hostOfHop } from './jumps.ts';

/** What is written and has no effect is often a slip of a name. */
export function checkUse({ inventory, roster, hosts }: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const used = new Set(
    hosts.filter((host) => host.pools.length + host.groups.length > 0).map((host) => host.name),
  );
  for (const layer of new Set(hosts.flatMap((host) => host.layers))) {
    for (const hop of layer.settings.jump ?? []) used.add(hostOfHop(hop) ?? hop);
  }
  for (const { names } of [...roster.witnesses.values()].flat()) for (const name of names) used.add(name);
  for (const { host } of Object.values(inventory.directors ?? {})) if (host !== undefined) used.add(host);
  for (const { path, names } of roster.entries) {
    if (names.length === 0 || names.some((name) => used.has(name))) continue;
    const what = 'a member of a pool or group, a witness, a jump host or the host of a director';
    const message = names.length === 1 ? `it is not ${what}` : `none of them is ${what}`;
    complaints.push(
      complain('warning', 'unused-entry', path, message, {
        atKey: true,
      }),
    );
  }
  const named = new Set(Object.values(inventory.pools).map((pool) => pool.director));
  for (const director of Object.keys(inventory.directors ?? {})) {
    if (named.has(director)) continue;
    complaints.push(
      complain('warning', 'unused-entry', ['directors', director], 'no pool names it', { atKey: true }),
    );
  }
  return complaints;
}

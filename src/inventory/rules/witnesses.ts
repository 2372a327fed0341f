import { didYouMean } from '../../core/nearest-word.ts';
import { type Complaint, complain } from '../complaint.ts';
import type { Reading } from '../reading.ts';

/** Witnesses and the hosts of directors are hosts of this file: it says how they are reached. */
export function checkWitnesses({ inventory, roster, hosts }: Reading): readonly Complaint[] {
  const known = new Set(hosts.map((host) => host.name));
  const unknown = (name: string, path: Complaint['path']): Complaint =>
    complain('error', 'unknown-reference', path, `there is no host "${name}"`, {
      wayOut: didYouMean(name, known) ?? 'hosts that serve in no pool are named under the key hosts',
    });
  const complaints: Complaint[] = [];
  for (const [pool, { witnesses }] of Object.entries(inventory.pools)) {
    const path = ['pools', pool, 'witnesses'];
    if (Array.isArray(witnesses) && witnesses.length === 0) {
      const detail = { wayOut: 'write none, or leave it out' };
      complaints.push(complain('error', 'wrong-value', path, 'it lists no witness', detail));
    }
    for (const { names, path: place } of roster.witnesses.get(pool) ?? []) {
      const stranger = names.find((name) => !known.has(name));
      if (stranger !== undefined) complaints.push(unknown(stranger, place));
    }
  }
  for (const [name, { host }] of Object.entries(inventory.directors ?? {})) {
    if (host !== undefined && !known.has(host)) complaints.push(unknown(host, ['directors', name, 'host']));
  }
  return complaints;
}

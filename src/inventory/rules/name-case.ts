import { foldNames } from '../../core/fold-names.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import { finderOf } from './where-named.ts';

/** Two spellings of hosts, as two places of the file have them. */
interface Pair {
  readonly path: FilePath;
  readonly other: FilePath;
  readonly names: string[];
  readonly twins: string[];
}

/** A host has one spelling: to DNS WEB1 and web1 are one host, and here two, each with half of its settings. */
export function checkNameCase(reading: Reading): readonly Complaint[] {
  const whereIs = finderOf(reading);
  const spelled = new Map<string, string>();
  const pairs = new Map<string, Pair>();
  for (const { name } of reading.hosts) {
    const plain = name.toLowerCase();
    const twin = spelled.get(plain);
    spelled.set(plain, twin ?? name);
    if (twin === undefined) continue;
    const [path, other] = [whereIs(name), whereIs(twin)];
    const key = JSON.stringify([path, other]);
    const pair = pairs.get(key) ?? { path, other, names: [], twins: [] };
    pairs.set(key, pair);
    pair.names.push(name);
    pair.twins.push(twin);
  }
  return [...pairs.values()].map(({ path, other, names, twins }) =>
    complain('error', 'host-twice', path, messageOf(names, twins), {
      other,
      atKey: true,
      wayOut: 'write the name alike everywhere',
    }),
  );
}

function messageOf(names: readonly string[], twins: readonly string[]): string {
  return `${foldNames(names)} ${names.length === 1 ? 'is' : 'are'} written ${foldNames(twins)} as well`;
}

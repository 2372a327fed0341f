import type { Finding } from '../core/finding.ts';
import { stackLayers } from './layers.ts';
import { placeComplaints } from './place.ts';
import type { Reading } from './reading.ts';
import { callRoll } from './roster.ts';
import { rules } from './rules/index.ts';
import type { Operator } from './settings.ts';
import { readSource } from './source.ts';
import { validate } from './validate.ts';

export interface Examination {
  readonly findings: readonly Finding[];
  readonly pools: number;
  readonly hosts: number;
  /** What the fleet is made of, where there are no errors. */
  readonly reading: Reading | undefined;
}

/** Reads the text of an inventory and finds everything that is wrong in it. */
export function examine(text: string, operator: Operator): Examination {
  const source = readSource(text);
  const { inventory, complaints } = validate(source.values);
  const roster = callRoll(inventory);
  const reading: Reading = { inventory, roster, hosts: stackLayers(inventory, roster, operator) };
  // What is wrong in form is not judged by its meaning as well: a missing list is not an empty one.
  const misformed = new Set(complaints.map((complaint) => complaint.path.join('\0')));
  const meaning = [...roster.complaints, ...rules.flatMap((rule) => rule(reading))];
  const findings = placeComplaints(
    [...source.complaints, ...complaints, ...meaning.filter(({ path }) => !misformed.has(path.join('\0')))],
    source,
  );
  const wrong = findings.some((finding) => finding.severity === 'error');
  return {
    findings,
    pools: Object.keys(inventory.pools).length,
    hosts: reading.hosts.length,
    reading: wrong ? undefined : reading,
  };
}

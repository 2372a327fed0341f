import type { Finding } from '../core/finding.ts';
import { assembleFleet } from './assemble-fleet.ts';
import { complain } from './complaint.ts';
import type { Fleet } from './fleet.ts';
import { stackLayers } from './layers.ts';
import { locator } from './locate.ts';
import { callRoll } from './roster.ts';
import { Inventory } from './schema.ts';
import type { Operator } from './settings.ts';
import { readSource } from './source.ts';

export interface Examination {
  readonly findings: readonly Finding[];
  /** Absent when there are errors. */
  readonly fleet: Fleet | undefined;
}

/** Reads the text of an inventory, finds everything that is wrong in it, and makes the fleet if nothing is. */
export function examine(file: string, text: string, operator: Operator): Examination {
  const source = readSource(text);
  const place = locator(source);
  const parsed = Inventory.safeParse(source.values);
  const complaints = [...source.complaints];
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((step) => typeof step !== 'symbol');
      complaints.push(complain('error', 'wrong-value', path, `${path.join('.')}: ${issue.message}`));
    }
  } else {
    const inventory = parsed.data;
    const roster = callRoll(inventory);
    complaints.push(...roster.complaints);
    if (complaints.length === 0) {
      const hosts = stackLayers(inventory, roster, operator);
      return { findings: [], fleet: assembleFleet(file, text, { inventory, roster, hosts }, operator) };
    }
  }
  const findings = complaints.map((complaint): Finding => {
    const [start, end] = place(complaint);
    const line = text.slice(0, start).split('\n').length;
    return {
      severity: complaint.severity,
      rule: complaint.rule,
      message: complaint.message,
      wayOut: complaint.wayOut,
      line,
      column: start - text.lastIndexOf('\n', start - 1),
      length: end - start,
      excerpt: '',
    };
  });
  return { findings, fleet: undefined };
}

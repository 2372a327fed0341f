import type { Complaint } from './complaint.ts';
import type { NamedHost } from './layers.ts';
import type { Roster } from './roster.ts';
import type { Inventory } from './schema.ts';

/** What the file says, with ranges expanded and layers stacked. */
export interface Reading {
  readonly inventory: Inventory;
  readonly roster: Roster;
  readonly hosts: readonly NamedHost[];
}

/** Judges the meaning of a file whose form has been checked. */
export type Rule = (reading: Reading) => readonly Complaint[];

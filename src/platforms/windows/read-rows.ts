import type { ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';

/** One line of a section: a JSON object. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of a section; undefined when it never came or any line of it is damaged: half of a list would be a lie. */
export function readRows(output: ProbeOutput, name: string): readonly Row[] | undefined {
  if (!output.has(name)) return undefined;
  const rows: Row[] = [];
  for (const line of sectionLines(output, name)) {
    const row = parseRow(line);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return rows;
}

export function textIn(row: Row, key: string): string {
  const value = row[key];
  return typeof value === 'string' ? value : '';
}

/** A whole number; -1 where there is none, which no index, port or prefix is. */
export function numberIn(row: Row, key: string): number {
  const value = row[key];
  return typeof value === 'number' && Number.isInteger(value) ? value : -1;
}

export function truthIn(row: Row, key: string): boolean {
  return row[key] === true;
}

export function textsIn(row: Row, key: string): readonly string[] {
  const value = row[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function parseRow(line: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

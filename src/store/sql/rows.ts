import { Problem } from '../../core/problem.ts';
import type { Row } from './database.ts';

/** Reads a column that holds text. @throws Problem store-unusable when the table is not what it should be */
export function textIn(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : foreign(column);
}

export function textOrNothingIn(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textIn(row, column);
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : foreign(column);
}

export function numberOrNothingIn(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberIn(row, column);
}

export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value instanceof Uint8Array ? value : foreign(column);
}

/** An object without the members that are undefined. */
export function present<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function foreign(column: string): never {
  throw new Problem(
    'store-unusable',
    `the column ${column} of the history holds something else than vipfarm writes`,
    {
      wayOut: 'vipfarm runs verify says what was changed',
    },
  );
}

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The id of a process that a program has printed on a line of its own. */
export function childIn(output: string): number {
  const id = Number(/^\d+$/m.exec(output)?.[0]);
  expect(id).toBeGreaterThan(1);
  return id;
}

/** A process that has ended and that nobody has asked about yet is not alive. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

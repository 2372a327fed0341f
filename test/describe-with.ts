import { describe, it } from 'vitest';
import { missing, nothingMayBeSkipped } from './prerequisites.ts';

/**
 * A `describe` whose tests need something of the machine: `describeWith(['root', 'sshd'], 'a login', () => ...)`.
 * Where it is missing they are skipped by name with the reason; in continuous integration that is a failure.
 */
export function describeWith(needs: readonly string[], name: string, body: () => void): void {
  const reason = missing(...needs);
  if (reason === undefined) describe(name, body);
  else standIn(name, reason);
}

/** The same for a single test. */
export function itWith(needs: readonly string[], name: string, body: () => void | Promise<void>): void {
  const reason = missing(...needs);
  if (reason === undefined) it(name, body);
  else standIn(name, reason);
}

function standIn(name: string, reason: string): void {
  const title = `${name} (${reason})`;
  if (!nothingMayBeSkipped) {
    it.skip(title);
    return;
  }
  it(title, () => {
    throw new Error(reason);
  });
}

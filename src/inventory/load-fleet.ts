import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { describeFinding } from '../core/finding.ts';
import { Problem } from '../core/problem.ts';
import { assembleFleet } from './assemble-fleet.ts';
import { examine } from './examine.ts';
import type { Fleet } from './fleet.ts';
import type { Operator } from './settings.ts';

/**
 * Reads an inventory file into a fleet. `text` is its content, where that is known already.
 * @throws Problem 'inventory-unreadable', or 'inventory-invalid' with everything that is wrong in the file
 */
export async function loadFleet(file: string, text?: string): Promise<Fleet> {
  const content = text ?? (await readInventory(file));
  const operator = operatorFor(file);
  const { findings, reading } = examine(content, operator);
  if (reading !== undefined) return assembleFleet(file, content, reading, operator);
  const errors = findings.filter((finding) => finding.severity === 'error');
  const lines = errors
    .slice(0, mostShown)
    .map((each) => `  ${each.line}:${each.column}  ${describeFinding(each)}`);
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const more = errors.length > mostShown ? 'all of them' : 'where';
  throw new Problem(
    'inventory-invalid',
    [`${file} has ${count}; vipfarm lint -i ${file} shows ${more}`, ...lines].join('\n'),
  );
}

/** A command that wanted to do something else shows the first few; lint shows all. */
const mostShown = 5;

/** @throws Problem 'inventory-unreadable' */
export async function readInventory(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new Problem(
      'inventory-unreadable',
      `${file}: ${missing ? 'there is no such file' : reasonOf(cause)}`,
      {
        wayOut: missing
          ? 'name another with -i FILE, or begin one: vipfarm init'
          : 'make it readable, or name another with -i FILE',
        cause,
      },
    );
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export function operatorFor(file: string): Operator {
  return { user: userInfo().username, folder: dirname(resolve(file)) };
}

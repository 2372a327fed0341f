import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Farm } from '../../src/demo/farm.ts';

type Files = Pick<Farm, 'inventory' | 'identityFile'>;

/** Gives the pool web a rollout of its own. */
export function setRollout({ inventory }: Files, rollout: object): void {
  const content = parse(readFileSync(inventory, 'utf8'));
  content.pools.web.rollout = rollout;
  writeFileSync(inventory, JSON.stringify(content));
}

/** The key that opens the hosts needs a passphrase from now on; `reference` is where it is to be had. */
export function lockKey({ inventory, identityFile }: Files, passphrase: string, reference: unknown): void {
  execFileSync('ssh-keygen', ['-q', '-p', '-N', passphrase, '-f', identityFile]);
  const content = parse(readFileSync(inventory, 'utf8'));
  content.defaults.passphrase = reference;
  writeFileSync(inventory, JSON.stringify(content));
}

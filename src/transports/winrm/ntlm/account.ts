import type { Account } from './proof.ts';

/**
 * Splits what the operator wrote. `user@domain` is sent as it is, with no domain; `.\user` is an account of the host
 * itself, by the name that the host gave.
 */
export function accountOf(written: string, computerName: Buffer | undefined): Account {
  const [, domain, user] = /^([^\\]*)\\(.*)$/s.exec(written) ?? [];
  if (domain === undefined || user === undefined) return { user: written, domain: '' };
  return { user, domain: domain === '.' ? (computerName?.toString('utf16le') ?? '') : domain };
}

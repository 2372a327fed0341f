import { Problem, type ProblemCode } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { describeHostKey, fingerprint, type HostKey } from './host-key.ts';
import { judgeHostKey, type KeyVerdict, type KnownHost, type KnownHosts, lookupName } from './known-hosts.ts';

/** What is to be done about the key that a host showed. */
export type KeyDecision =
  /** `where` says what speaks for it, for people. */
  | { readonly kind: 'accept'; readonly where: string }
  /** Policy accept-new: note it under this name, then go on. */
  | { readonly kind: 'record'; readonly name: string }
  /** The host is known by keys of these types: connect again and ask for them. */
  | { readonly kind: 'ask-for'; readonly types: readonly string[] }
  | { readonly kind: 'refuse'; readonly problem: Problem };

/**
 * Decides by the host's policy. Pure. `asked` are the key types that this connection asked for first; undefined when it
 * must not be opened a second time to ask for others.
 */
export function decideHostKey(
  host: Host,
  known: KnownHosts,
  key: HostKey,
  asked: readonly string[] | undefined,
): KeyDecision {
  const names = lookupNames(host);
  const verdict = judge(known, host, names, key);
  if (verdict.kind === 'revoked') {
    return refuse('host-key-revoked', host, key, `is revoked (${placeOf(verdict.entry)})`, [
      'somebody may be using a stolen key; give the host a new one before going on',
    ]);
  }
  if (host.hostKeys === 'pinned') return decidePinned(host, key);
  switch (verdict.kind) {
    case 'known':
      return { kind: 'accept', where: `as in ${placeOf(verdict.entry)}` };
    case 'changed':
      return changed(host, key, verdict.entry);
    case 'other-type':
      return asked === undefined || verdict.types.every((type) => asked.includes(type))
        ? changed(host, key, verdict.entry)
        : { kind: 'ask-for', types: verdict.types };
    case 'authority':
      return refuse(
        'host-key-unsupported',
        host,
        key,
        `is vouched for only by a certificate authority (${placeOf(verdict.entry)}), which vipfarm cannot check`,
        ['record the key itself: vipfarm hostkeys scan --record'],
      );
    case 'unknown':
      if (host.hostKeys === 'accept-new') return { kind: 'record', name: recordName(host) };
      return refuse('host-key-unknown', host, key, 'is not known', [
        'compare it with what the host itself says (ssh-keygen -lf on its console), then: vipfarm hostkeys scan --record',
      ]);
  }
}

/** The names by which known_hosts may know the host: where it is connected to, and its name in the inventory. */
export function lookupNames(host: Host): readonly string[] {
  return [...new Set([host.address, host.name])].map((name) => lookupName(name, host.port));
}

export function recordName(host: Host): string {
  return lookupName(host.address, host.port);
}

/** Like OpenSSH, a key that is good for the name without its port is good for other ports too. */
function judge(known: KnownHosts, host: Host, names: readonly string[], key: HostKey): KeyVerdict {
  const verdict = judgeHostKey(known, names, key);
  if (verdict.kind !== 'unknown' || host.port === 22) return verdict;
  const plain = judgeHostKey(known, [host.address.toLowerCase(), host.name.toLowerCase()], key);
  return plain.kind === 'known' || plain.kind === 'revoked' ? plain : verdict;
}

function decidePinned(host: Host, key: HostKey): KeyDecision {
  if (host.pins.includes(fingerprint(key))) return { kind: 'accept', where: 'as pinned' };
  return refuse('host-key-changed', host, key, 'is none of the pinned ones', [
    'compare it with what the host itself says, then correct pins in the inventory',
  ]);
}

function changed(host: Host, key: HostKey, entry: KnownHost): KeyDecision {
  return refuse('host-key-changed', host, key, `differs from ${placeOf(entry)}, ${describeHostKey(entry)}`, [
    'compare it with what the host itself says (ssh-keygen -lf on its console)',
    `if it was reinstalled: vipfarm hostkeys scan --replace ${host.name}`,
  ]);
}

function refuse(
  code: ProblemCode,
  host: Host,
  key: HostKey,
  finding: string,
  waysOut: readonly string[],
): KeyDecision {
  const shown = describeHostKey(key);
  const problem = new Problem(code, `the host key ${shown} ${finding}`, {
    wayOut: waysOut.join('; '),
    shownKey: { name: recordName(host), key: shown },
  });
  return { kind: 'refuse', problem };
}

function placeOf(entry: KnownHost): string {
  return `${entry.file} line ${entry.line}`;
}

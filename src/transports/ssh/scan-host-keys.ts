import type { ScannedKey } from '../../core/diagnosis.ts';
import { asProblem, describeProblem, Problem } from '../../core/problem.ts';
import type { Host } from '../../inventory/fleet.ts';
import { startClock } from '../stage-clock.ts';
import { describeHostKey, type HostKey } from './host-key.ts';
import { decideHostKey, type KeyDecision, lookupNames, recordName } from './host-key-check.ts';
import { lastJump } from './jumps.ts';
import { namedKeyTypes } from './known-hosts.ts';
import type { Login } from './login.ts';
import { reach, type Shared } from './open-connection.ts';
import { shakeHands } from './shake-hands.ts';
import { type SshSurroundings, shareAll } from './transport.ts';

/** What is to be done with what is found. */
export interface ScanOrders {
  /** Write down keys that are new. */
  readonly record: boolean;
  /** Put the key that is shown in the place of the one that is known, for the hosts of these names only. */
  readonly replace: readonly string[];
}

/** Looks at the key of one host after the other or of many at once; jump connections are shared until it is disposed of. */
export interface HostKeyScanner extends AsyncDisposable {
  /**
   * Connects without logging in. A host that does not answer is a result.
   * @throws Problem: interrupted, known-hosts-unusable
   */
  scan(host: Host): Promise<ScannedKey>;
}

export function openHostKeyScanner(
  surroundings: SshSurroundings,
  orders: ScanOrders,
  signal: AbortSignal,
): HostKeyScanner {
  const shared = shareAll(surroundings, signal);
  return {
    scan: async (host) => {
      try {
        return await scan(shared, host, orders, signal);
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.code === 'interrupted' || problem.code === 'known-hosts-unusable') throw problem;
        return { host: host.name, state: 'no answer', reason: describeProblem(problem) };
      }
    },
    [Symbol.asyncDispose]: () => shared.jumps[Symbol.asyncDispose](),
  };
}

/** The jump hosts before these hosts, each once, those that are reached directly first: their keys must be known first. */
export function jumpHostsOf(
  hosts: readonly Host[],
  hostNamed: (name: string) => Host | undefined,
): readonly Host[] {
  const found = new Map<string, Host>();
  const add = (host: Host): void => {
    const jump = lastJump(host, hostNamed);
    if (jump === undefined) return;
    add(jump);
    found.set(jump.name, jump);
  };
  for (const host of hosts) add(host);
  return [...found.values()];
}

async function scan(
  shared: Shared,
  host: Host,
  orders: ScanOrders,
  signal: AbortSignal,
): Promise<ScannedKey> {
  const known = await shared.knownHosts.readFor(host);
  const names = lookupNames(host);
  const { key, decision } = await shared.jumps.inTurn(host, () =>
    look(shared, host, namedKeyTypes(known, names), signal, (shown) =>
      decideHostKey(
        { ...host, hostKeys: host.hostKeys === 'pinned' ? 'pinned' : 'strict' },
        known,
        shown,
        undefined,
      ),
    ),
  );
  const found = { host: host.name, key: describeHostKey(key) };
  if (decision.kind === 'accept') return { ...found, state: 'known' };
  if (decision.kind !== 'refuse') return { ...found, state: 'new' };
  const { code, message } = decision.problem;
  if (code === 'host-key-unknown' || code === 'host-key-unsupported') {
    if (!orders.record) return { ...found, state: 'new' };
    await shared.knownHosts.record(host, recordName(host), key);
    return { ...found, state: 'recorded' };
  }
  if (code === 'host-key-changed' && host.hostKeys !== 'pinned' && orders.replace.includes(host.name)) {
    await shared.knownHosts.replace(host, names, key);
    return { ...found, state: 'replaced' };
  }
  return { ...found, state: code === 'host-key-revoked' ? 'revoked' : 'changed', instead: message };
}

/** Goes as far as the key exchange and hangs up as soon as the key is seen. */
async function look(
  shared: Shared,
  host: Host,
  asked: readonly string[],
  signal: AbortSignal,
  judge: (key: HostKey) => KeyDecision,
): Promise<{ readonly key: HostKey; readonly decision: KeyDecision }> {
  const clock = startClock(host.deadlines, signal);
  const seen = new Problem('host-key-unknown', 'the key was seen, and that was all that was wanted');
  let found: { readonly key: HostKey; readonly decision: KeyDecision } | undefined;
  const decide = (key: HostKey): KeyDecision => {
    found = { key, decision: judge(key) };
    return { kind: 'refuse', problem: seen };
  };
  try {
    const stream = await reach(shared, host, clock);
    await shakeHands(stream, { host, asked, decide, login: noLogin }, clock);
  } catch (thrown) {
    clock.fail(asProblem(thrown));
    if (thrown !== seen) throw thrown;
  }
  if (found === undefined) throw new Problem('handshake-failed', 'the server showed no host key');
  return found;
}

/** Never gets its turn: the key exchange is not completed. */
const noLogin: Login = {
  handler: () => undefined,
  identities: [],
  describe: () => '',
  settle: () => undefined,
};

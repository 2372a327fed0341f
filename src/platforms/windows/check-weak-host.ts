import type { Check } from '../../core/check.ts';
import { lacking } from './change-weak-host.ts';
import type { Intent, WeakHost } from './intent.ts';
import type { Store } from './network-commands.ts';
import type { WindowsObserved } from './observed.ts';

/**
 * Whether packets for a VIP are let in and its answers out: receive on the interface that they come in by and on the
 * loopback, send on the loopback. In force, and after a boot.
 */
export function checkWeakHost(intent: Intent, host: WindowsObserved): readonly Check[] {
  const there = intent.weak.filter((one) => one.found !== undefined);
  return [
    checkStore(there, 'ActiveStore', host, {
      id: 'weak-host-now',
      title: 'packets for the VIP are let in, and answers out',
      evidence: ['interfaces', 'netsh'],
    }),
    checkStore(there, 'PersistentStore', host, {
      id: 'weak-host-boot',
      title: 'they are let in and out after a boot',
      evidence: ['interfaces-at-boot'],
    }),
    ...checkNetsh(there, host),
  ];
}

function checkStore(
  there: readonly WeakHost[],
  store: Store,
  host: WindowsObserved,
  base: Pick<Check, 'id' | 'title' | 'evidence'>,
): Check {
  const gaps = there.flatMap((one) => {
    const missing = one.found === undefined ? [] : lacking(one.wanted, one.found, store);
    return missing.map((key) => `${words[key] ?? key} is off on ${one.name} (IPv${one.family})`);
  });
  const ours = host.record !== undefined;
  return {
    ...base,
    expected: 'weak host receive on the NIC, send and receive on the loopback adapter',
    found: gaps.join(', ') || 'as expected',
    verdict: gaps.length === 0 ? 'ok' : ours ? 'wrong' : 'absent',
  };
}

const words: Readonly<Record<string, string>> = {
  weakHostSend: 'weak host send',
  weakHostReceive: 'weak host receive',
};

/** netsh reads the same by another way; where it says otherwise, somebody should look. */
function checkNetsh(there: readonly WeakHost[], host: WindowsObserved): readonly Check[] {
  const differing = there.flatMap(({ found, name, family }) => {
    const said = host.netsh.find((one) => one.index === found?.index && one.family === family);
    if (found === undefined || said === undefined) return [];
    const agrees =
      (said.weakHostSend ?? found.now.weakHostSend) === found.now.weakHostSend &&
      (said.weakHostReceive ?? found.now.weakHostReceive) === found.now.weakHostReceive;
    return agrees ? [] : [`${name} (IPv${family})`];
  });
  if (differing.length === 0) return [];
  return [
    {
      id: 'netsh-agrees',
      title: 'netsh says the same',
      expected: 'the same weak host settings as the cmdlets read',
      found: `other settings of ${differing.join(', ')}`,
      verdict: 'notice',
      evidence: ['netsh', 'interfaces'],
    },
  ];
}

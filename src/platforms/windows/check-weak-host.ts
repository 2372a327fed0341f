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
      evidence: ['interfaces'],
    }),
    checkStore(there, 'PersistentStore', host, {
      id: 'weak-host-boot',
      title: 'they are let in and out after a boot',
      evidence: ['interfaces-at-boot'],
    }),
  ];
}

function checkStore(
  there: readonly WeakHost[],
  store: Store,
  host: WindowsObserved,
  base: Pick<Check, 'id' | 'title' | 'evidence'>,
): Check {
  const when = store === 'PersistentStore' ? ' after a boot' : '';
  const gaps = there.flatMap((one) => {
    const missing = one.found === undefined ? [] : lacking(one.wanted, one.found, store);
    return missing.map((key) => `${words[key] ?? key} is off on ${one.name} (IPv${one.family})${when}`);
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

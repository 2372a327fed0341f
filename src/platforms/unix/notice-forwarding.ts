import type { Check } from '../../core/check.ts';
import type { UnixObserved } from './observed.ts';

/** How the systems name it, in what their probes put into the section `settings`. */
const forwarding = /^(ip6?_?forwarding|net\.inet6?\.ip6?\.forwarding|forwarding-ipv[46])$/;

/** A host that forwards sends packets for a VIP that it has lost back into the segment, where nobody misses them. */
export function noticeForwarding(host: UnixObserved): readonly Check[] {
  const on = [...host.settings].filter(
    ([name, value]) => forwarding.test(name) && /^([1-9]|on)$/.test(value),
  );
  if (on.length === 0) return [];
  return [
    {
      id: 'forwarding',
      title: 'the host forwards packets',
      expected: 'no, or on purpose',
      found: `${on.map(([name, value]) => `${name} is ${value}`).join(', ')}: packets for a VIP that is gone go back to the director instead of being dropped`,
      verdict: 'notice',
      evidence: ['settings'],
    },
  ];
}

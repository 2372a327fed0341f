import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { vip4, vip6 } from './windows-host.ts';

/** The only safe order by the beginnings of ids; a plan leaves out what is not needed, and never turns two around. */
const order = [
  /^vip-down/,
  /^remember$/,
  /^adapter($|-on|-name)/,
  /^dhcp-off/,
  /^dns-registration-off/,
  /^sharing-off/,
  /^weak-host-ipv/,
  /^firewall-(tcp|udp)/,
  /^vip-up/,
  /^firewall-away/,
  /^weak-host-back/,
  /^adapter-as-before/,
  /^adapter-away/,
  /^record$/,
  /^trial-record-away$/,
  /^forget/,
];

const transcripts = readTranscripts('windows').map((one) => windows.observe(readSections(one.output)));

/** Real observations with any of their parts changed. */
const hosts: fc.Arbitrary<WindowsObserved> = fc
  .record({
    host: fc.constantFrom(...transcripts),
    weak: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    keeps: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    bound: fc.boolean(),
    registers: fc.boolean(),
    status: fc.constantFrom('Up', 'Disabled'),
  })
  .map(({ host, weak, keeps, bound, registers, status }) => ({
    ...host,
    adapters: host.adapters.map((one) => ({ ...one, status })),
    interfaces: host.interfaces.map((side, at) => ({
      ...side,
      now: { ...side.now, weakHostReceive: weak[at] === true, weakHostSend: weak[at + 1] === true },
    })),
    places: host.places.filter((place, at) => !isVip(place.address) || keeps[at % 12] === true),
    bindings: host.bindings.map((one) => ({ ...one, enabled: bound })),
    registering: registers ? new Set(host.adapters.map((one) => one.index)) : new Set<number>(),
  }));

const some = fc.subarray([vip4, vip6]);
const wishes = fc
  .record({
    present: some,
    absent: some,
    adopt: fc.boolean(),
    method: fc.constantFrom('cmdlets' as const, 'netsh' as const),
    firewall: fc.constantFrom('leave' as const, 'open' as const),
  })
  .map((wish) => {
    const absent = wish.absent.filter((vip) => !wish.present.includes(vip));
    return desiring({ ...wish, absent, services: [{ port: 443, protocol: 'tcp' }] });
  });

it('steps come in the only safe order: no VIP before what it needs, nothing taken away before the VIP', () => {
  let plans = 0;
  fc.assert(
    fc.property(hosts, wishes, (host, wish) => {
      const decision = windows.plan(wish, host);
      if (decision.kind !== 'change') return;
      plans += 1;
      const ids = decision.steps.map((step) => step.id);
      const ranks = ids.map((id) => order.findIndex((one) => one.test(id)));
      expect(ranks).not.toContain(-1);
      expect({ ids, ranks }).toEqual({ ids, ranks: ranks.toSorted((a, b) => a - b) });
    }),
    { numRuns: 2000 },
  );
  expect(plans).toBeGreaterThan(200);
});

function isVip(address: string): boolean {
  return [vip4, vip6].some((vip) => vip.address === address);
}

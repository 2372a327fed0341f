import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withPrefix } from '../../../src/core/address.ts';
import { linux } from '../../../src/platforms/linux/index.ts';
import type { LinuxObserved, Managers, UnitState } from '../../../src/platforms/linux/observed.ts';
import { stackOf, stacks } from '../../../src/platforms/linux/stacks/index.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { signsOf } from './signs-of-stacks.ts';

const recorded = readTranscripts('linux').map(({ output, expected }) => ({
  host: linux.observe(readSections(output)),
  expected,
}));
const [first] = recorded;
if (first === undefined) throw new Error('there are no transcripts');
const anyHost: LinuxObserved = { ...first.host, init: 'systemd' };

const units = ['NetworkManager', 'systemd-networkd', 'networking', 'network', 'wicked', 'wickedd'];
const unitState: fc.Arbitrary<UnitState> = fc.record({
  active: fc.constantFrom('active', 'inactive', 'failed'),
  enabled: fc.constantFrom(
    'enabled',
    'disabled',
    'masked',
    'enabled-runtime',
    'static',
    'generated',
    'bad',
    '',
  ),
});

/** Hosts with any mixture of signs, as migrations leave them. */
const mixtures: fc.Arbitrary<Managers> = fc.record({
  tools: fc
    .subarray(['netplan', 'nmcli', 'networkctl', 'wicked', 'ifup'])
    .map((names) => new Map(names.map((name) => [name, `/usr/sbin/${name}`]))),
  units: fc
    .array(fc.tuple(fc.constantFrom(...units), unitState), { maxLength: 6 })
    .map((entries) => new Map(entries)),
  bootLinks: fc.subarray([
    '/etc/rc3.d/S10network',
    '/etc/rcS.d/S01networking',
    '/etc/runlevels/boot/networking',
  ]),
  networkManager: fc.option(
    fc.record({
      version: fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(60)),
      leavesLoopback: fc.boolean(),
      loopbackProfiles: fc.constant([]),
    }),
    { nil: undefined },
  ),
  networkdLo: fc.option(fc.constantFrom('unmanaged', 'configured'), { nil: undefined }),
  networkdFiles: fc.subarray([
    { path: '/etc/systemd/network/05-lo.network', takes: 'lo' as const },
    { path: '/usr/lib/systemd/network/99-all.network', takes: 'any' as const },
  ]),
  netplan: fc.record({
    files: fc.subarray(['/etc/netplan/01-eth0.yaml']),
    renderers: fc.subarray(['networkd', 'NetworkManager']),
  }),
  ifup: fc.option(fc.constantFrom('ifupdown', 'ifupdown2', 'ifupdown-ng', 'busybox'), { nil: undefined }),
  sourcesInterfacesD: fc.boolean(),
  networkScripts: fc.boolean(),
  wickedLo: fc.constant(undefined),
});

describe('the stacks of Linux', () => {
  it.each(recorded)('are of one mind about $host.title', ({ host, expected }) => {
    const yes = stacks.filter((stack) => stack.recognises(host)).map((stack) => stack.id);
    expect(yes).toEqual(expected.stack === 'none' ? [] : [expected.stack]);
  });

  it('never claim a host together, whatever mixture of signs it shows', () => {
    fc.assert(
      fc.property(mixtures, fc.constantFrom('systemd' as const, 'other' as const), (managers, init) => {
        const host = { ...anyHost, managers, init };
        const yes = stacks.filter((stack) => stack.recognises(host)).map((stack) => stack.id);
        expect(yes.length).toBeLessThanOrEqual(1);
        if (init === 'systemd') expect(yes).toHaveLength(1);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(stacks.map((stack) => stack.id))('take the ordinary host of %s for what it is', (id) => {
    expect(stackOf({ ...anyHost, managers: signsOf(id) }, undefined)?.id).toBe(id);
  });

  it('are taken at the word of the inventory', () => {
    expect(stackOf(anyHost, 'wicked')?.id).toBe('wicked');
    expect(stackOf(anyHost, 'unheard-of')).toBeUndefined();
  });

  it.each(stacks)('write /32 and /128 only: $id', (stack) => {
    const vips = [
      { address: '192.0.2.100', family: 4 as const },
      { address: '2001:db8::100', family: 6 as const },
    ].filter((vip) => stack.id !== 'network-scripts' || vip.family === 4);
    const host = { ...anyHost, managers: signsOf(stack.id) };
    const text = stack.files(vips, host).map((file) => (file.kind === 'file' ? file.content : ''));
    for (const vip of vips) {
      const whole =
        stack.id === 'network-scripts' ? `IPADDR=${vip.address}\nNETMASK=255.255.255.255\n` : withPrefix(vip);
      expect(text.join('')).toContain(whole);
    }
    expect(stack.files([], host)).toEqual([]);
  });
});

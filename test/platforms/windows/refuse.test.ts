import { describe, expect, it } from 'vitest';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { WindowsObserved } from '../../../src/platforms/windows/observed.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';
import { vip4, vip6, vips } from './windows-host.ts';

function seen(file: string): WindowsObserved {
  const transcript = readTranscripts('windows').find((one) => one.file.endsWith(`simulated-${file}.yaml`));
  if (transcript === undefined) throw new Error(`there is no transcript ${file}`);
  return windows.observe(readSections(transcript.output));
}

const fresh = seen('2019-before');
const wanted = desiring({ present: vips });

function system(change: Partial<NonNullable<WindowsObserved['system']>>): WindowsObserved {
  if (fresh.system === undefined) throw new Error('the transcript has no system');
  return { ...fresh, system: { ...fresh.system, ...change } };
}

describe('a Windows host is refused, with a way out', () => {
  it.each<[why: string, host: WindowsObserved, reason: string]>([
    ['its answer was cut off', { ...fresh, complete: false }, 'not whole'],
    ['the session is not elevated', system({ elevated: false }), 'not elevated'],
    ['the process has 32 bits', system({ wide: false }), '32-bit'],
    [
      'a cmdlet is missing',
      { ...fresh, unread: [{ part: 'interfaces', id: 'CommandNotFoundException' }] },
      'Get-NetIPInterface failed',
    ],
    ['Windows waits for a boot', system({ bootPending: true }), 'waits for a boot'],
    [
      'an interface has our name',
      { ...fresh, interfaces: fresh.interfaces.map((one) => ({ ...one, alias: 'VIPFARM' })) },
      'is called vipfarm already',
    ],
    [
      'it has no address of the family',
      { ...fresh, places: fresh.places.filter((place) => place.family === 4) },
      'no interface here has an IPv6 address',
    ],
  ])('%s', (_why, host, reason) => {
    const decision = windows.plan(wanted, host);
    expect(decision).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
    expect(decision.kind === 'refused' ? decision.wayOut : '').not.toBe('');
  });

  it('when netsh is asked for and is not there', () => {
    const decision = windows.plan({ ...wanted, method: 'netsh' }, system({ netsh: false }));
    expect(decision).toMatchObject({ kind: 'refused', reason: 'netsh.exe is not there' });
    expect(windows.plan(wanted, system({ netsh: false })).kind).toBe('change');
  });

  it('is called by its build where it is no server', () => {
    const transcript = readTranscripts('windows').find((one) => one.file.endsWith('2025-before.yaml'));
    const output = transcript?.output.replace('"role":2', '"role":0') ?? '';
    expect(windows.observe(readSections(output)).title).toBe('Windows build 26100');
  });

  it('does not mind a cmdlet that only some editions have', () => {
    expect(fresh.unread.map((one) => one.part)).toEqual(['switches']);
    expect(windows.plan(wanted, fresh).kind).toBe('change');
  });

  it('lets a VIP go although clients are connected when that is forced', () => {
    const connected = seen('connected');
    expect(windows.plan(desiring({ absent: vips }), connected).kind).toBe('refused');
    expect(windows.plan(desiring({ absent: vips, force: true }), connected).kind).toBe('change');
  });
});

describe('a VIP that is to leave', () => {
  const bearing = seen('remove');
  const good = bearing.places.find((place) => place.address === vip4.address);

  it.each([
    ['with a wider mask', { prefix: 24 }, good?.index],
    ['on the network card', { index: 4 }, 4],
  ])('and stands %s is refused with the command, forced or not', (_how, change, index) => {
    const places = bearing.places.map((place) => (place === good ? { ...place, ...change } : place));
    for (const force of [false, true]) {
      const decision = windows.plan(desiring({ absent: vips, force }), { ...bearing, places });
      expect(decision).toEqual({
        kind: 'refused',
        reason: expect.stringContaining('was not put there by vipfarm and would stay'),
        wayOut: expect.stringContaining(
          `Remove-NetIPAddress -InterfaceIndex ${index} -IPAddress ${vip4.address}`,
        ),
      });
    }
    const gone = windows.checks(desiring({ absent: [vip4] }), { ...bearing, places });
    expect(gone.map((check) => check.verdict)).toEqual(['conflict']);
  });
});

describe('weak host receive is set', () => {
  function stepsOn(host: WindowsObserved, present = [vip4]): readonly string[] {
    const decision = windows.plan(desiring({ present }), host);
    if (decision.kind !== 'change') throw new Error('there is nothing to change');
    return decision.steps.flatMap((step) => (step.id.startsWith('weak-host') ? [step.id] : []));
  }

  const second = { ...fresh.adapters[0], index: 12, name: 'Team 1', guid: '{2}' };

  function withSecond(address: string, prefix: number): WindowsObserved {
    const [adapter] = fresh.adapters;
    const side = fresh.interfaces.find((one) => one.index === adapter?.index && one.family === 4);
    if (adapter === undefined || side === undefined) throw new Error('the transcript has no adapter');
    const state = { skipAsSource: false, state: 'Preferred' };
    return {
      ...fresh,
      adapters: [adapter, { ...adapter, ...second }],
      interfaces: [...fresh.interfaces, { ...side, index: 12, alias: 'Team 1' }],
      places: [...fresh.places, { index: 12, address, prefix, family: 4, now: state, atBoot: state }],
    };
  }

  it('on the interface that owns an address of the VIP’s network, and on no other', () => {
    expect(stepsOn(withSecond('198.51.100.7', 24))).toEqual(['weak-host-ipv4-4', 'weak-host-ipv4-new']);
  });

  it('on each of several that do', () => {
    expect(stepsOn(withSecond('192.0.2.12', 24))).toEqual([
      'weak-host-ipv4-4',
      'weak-host-ipv4-12',
      'weak-host-ipv4-new',
    ]);
  });

  it('on the one with the default route where none is of that network', () => {
    const far = [{ address: '203.0.113.9', family: 4 as const }];
    expect(stepsOn(withSecond('198.51.100.7', 24), far)).toEqual(['weak-host-ipv4-4', 'weak-host-ipv4-new']);
  });

  it('on the interface whose only address is one of DHCPv6, which has no network', () => {
    const host = {
      ...fresh,
      places: fresh.places.map((place) =>
        place.index === 4 && place.address === '2001:db8::11' ? { ...place, prefix: 128 } : place,
      ),
    };
    expect(stepsOn(host, [vip6])).toEqual(['weak-host-ipv6-4', 'weak-host-ipv6-new']);
  });

  it('by the index where a cmdlet would take the name for a pattern', () => {
    const host = {
      ...fresh,
      adapters: fresh.adapters.map((one) => ({ ...one, name: 'NIC [1]' })),
    };
    const decision = windows.plan(desiring({ present: [vip6] }), host);
    const steps = decision.kind === 'change' ? decision.steps : [];
    const command = steps.find((step) => step.id === 'weak-host-ipv6-4')?.apply[0];
    expect(command).toMatchObject({
      command: [
        'Set-NetIPInterface',
        '-InterfaceIndex',
        '4',
        '-AddressFamily',
        'IPv6',
        '-WeakHostReceive',
        'Enabled',
        '-PolicyStore',
        'ActiveStore',
      ],
    });
  });
});

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindowsOptions, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import {
  audit,
  carryOut,
  dismiss,
  lasting,
  observe,
  plan,
  planned,
  vip4,
  vip6,
  vips,
} from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({
  present: vips,
  services: [{ port: 3389, protocol: 'tcp' }],
  firewall: 'open',
});
const unwanted = desiring({ absent: vips });

const machines: readonly FakeWindowsOptions[] = [
  { release: '2012R2', language: 'en' },
  { release: '2012R2', language: 'ja', core: true },
  { release: '2016', language: 'de' },
  { release: '2019', language: 'ko' },
  { release: '2022', language: 'zh' },
  { release: '2025', language: 'en', core: true },
];

describeWith(['dotnet', 'gcc'], 'a simulated Windows with the real PowerShell engine', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(machines)('takes VIPs, needs nothing a second time, and gives them back: %o', async (options) => {
    const machine = newFakeWindows(options);
    const before = lasting(machine);
    expect(await carryOut(host, machine, wanted)).toEqual([
      'remember done',
      'adapter done',
      'dhcp-off done',
      'dns-registration-off done',
      'sharing-off done',
      'weak-host-ipv4-4 done',
      'weak-host-ipv6-4 done',
      'weak-host-ipv4-new done',
      'weak-host-ipv6-new done',
      'firewall-tcp-3389-192.0.2.100 done',
      'firewall-tcp-3389-2001:db8::100 done',
      'vip-up-192.0.2.100 done',
      'vip-up-2001:db8::100 done',
      'record done',
      'trial-record-away done',
    ]);
    expect(await planned(host, machine, wanted)).toEqual([]);
    const verdict = await audit(host, machine, wanted);
    expect(verdict.checks.filter((check) => check.verdict !== 'ok')).toEqual([]);
    expect(verdict.state).toBe('ok');
    expect(await carryOut(host, machine, unwanted)).toEqual([
      'vip-down-192.0.2.100 done',
      'vip-down-2001:db8::100 done',
      'firewall-away-tcp-3389-192.0.2.100 done',
      'firewall-away-tcp-3389-2001:db8::100 done',
      'weak-host-back-ipv4-4 done',
      'weak-host-back-ipv6-4 done',
      'adapter-away done',
      'forget done',
    ]);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it('goes the same way by netsh', async () => {
    const machine = newFakeWindows({ release: '2016', language: 'ja' });
    const before = lasting(machine);
    const byNetsh = { ...wanted, method: 'netsh' } as const;
    const ends = await carryOut(host, machine, byNetsh);
    expect(ends.filter((end) => !/ done(:|$)/.test(end))).toEqual([]);
    expect(await planned(host, machine, byNetsh)).toEqual([]);
    expect(await planned(host, machine, wanted)).toEqual([]);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
    const gone = await carryOut(host, machine, { ...unwanted, method: 'netsh' });
    expect(gone.filter((end) => !/ done(:|$)/.test(end))).toEqual([]);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it('keeps what another VIP still needs, and takes the rest with the last', async () => {
    const machine = newFakeWindows();
    const before = lasting(machine);
    await carryOut(host, machine, desiring({ present: vips }));
    expect(await planned(host, machine, desiring({ absent: [vip6] }))).toEqual([
      'vip-down-2001:db8::100',
      'weak-host-back-ipv6-4',
      'record',
    ]);
    await carryOut(host, machine, desiring({ absent: [vip6] }));
    const left = await observe(host, machine);
    expect(left.record?.vips).toEqual([vip4]);
    expect((await audit(host, machine, desiring({ present: [vip4] }))).state).toBe('ok');
    await carryOut(host, machine, desiring({ absent: [vip4] }));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it('leaves its adapter where somebody put an address on it, and takes it with the next removal after that has gone', async () => {
    const machine = newFakeWindows();
    const before = lasting(machine);
    await carryOut(host, machine, desiring({ present: [vip4] }));
    const own = machine.state.addresses.find((one) => one.address === vip4.address);
    if (own === undefined) throw new Error('the VIP is not there');
    const theirs = { ...own, address: '192.0.2.200' };
    machine.state.addresses.push(theirs);
    machine.state.persistentAddresses.push(theirs);
    const wish = desiring({ absent: [vip4] });
    const decision = await plan(host, machine, wish);
    expect(decision).toMatchObject({
      notices: ['192.0.2.200 on vipfarm was not put there by vipfarm, so that adapter stays'],
    });
    const ends = await carryOut(host, machine, wish);
    expect(ends.filter((end) => !/ done(:|$)/.test(end) || end.startsWith('adapter-away'))).toEqual([]);
    expect(machine.state.addresses).toContainEqual(theirs);
    expect(await planned(host, machine, wish)).toEqual([]);
    for (const list of [machine.state.addresses, machine.state.persistentAddresses]) {
      list.splice(
        list.findIndex((one) => one.address === theirs.address),
        1,
      );
    }
    expect(await carryOut(host, machine, wish)).toEqual(['adapter-away done']);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it.each([
    ['a VIP leaves', desiring({ absent: [vip6] })],
    ['a service leaves', { ...wanted, services: [{ port: 443, protocol: 'tcp' } as const] }],
    ['a VIP leaves whose address somebody took away', desiring({ absent: [vip4] })],
  ])('names what is ours until it is gone, wherever a script is cut off: %s', async (story, wish) => {
    const both = { ...wanted, services: [443, 3389].map((port) => ({ port, protocol: 'tcp' as const })) };
    async function furnished() {
      const machine = newFakeWindows();
      const before = lasting(machine);
      await carryOut(host, machine, both);
      if (story.endsWith('somebody took away')) {
        const { state } = machine;
        state.addresses = state.addresses.filter((one) => one.address !== vip4.address);
        state.persistentAddresses = state.persistentAddresses.filter((one) => one.address !== vip4.address);
      }
      return { machine, before };
    }
    const count = (await planned(host, (await furnished()).machine, wish)).length;
    expect(count).toBeGreaterThan(1);
    for (let done = 1; done < count; done += 1) {
      const { machine, before } = await furnished();
      await carryOut(host, machine, wish, done);
      await carryOut(host, machine, unwanted);
      await dismiss(host, machine);
      expect({ done, left: lasting(machine) }).toEqual({ done, left: before });
    }
  });

  it('gives weak host settings that were there before back as they were', async () => {
    const machine = newFakeWindows({
      alter(state) {
        for (const one of state.ipInterfaces.filter((side) => side.ifIndex === 4 && side.family === 'IPv4')) {
          one.active = { ...one.active, weakHostReceive: 'Enabled' };
        }
      },
    });
    const before = lasting(machine);
    const ends = await carryOut(host, machine, desiring({ present: [vip4] }));
    expect(ends).toContain('weak-host-ipv4-4 done');
    await carryOut(host, machine, desiring({ absent: [vip4] }));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });
});

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { windows } from '../../../src/platforms/windows/index.ts';
import type { AddressPlace, IpInterface } from '../../../src/platforms/windows/observed.ts';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindowsOptions, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import { fireDue, reboot } from '../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { setUpByHand } from './simulated-hosts.ts';
import {
  audit,
  carryOut,
  dismiss,
  lasting,
  observe,
  order,
  plan,
  planned,
  vip4,
  vips,
} from './windows-host.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

/** What a stripped image may lack. */
const modules = ['NetAdapter', 'NetTCPIP', 'DnsClient', 'NetSecurity', 'NetConnection', 'NetLbfo'];

function bareWindows(options: FakeWindowsOptions = {}) {
  return newFakeWindows({
    ...options,
    alter: (state) => {
      state.missing = [...modules];
      options.alter?.(state);
    },
  });
}

const services = [{ port: 3389, protocol: 'tcp' }] as const;
const wanted = desiring({ present: vips, services, method: 'netsh' });
const unwanted = desiring({ absent: vips, method: 'netsh' });

const machines: readonly FakeWindowsOptions[] = [
  { release: '2012R2', language: 'en' },
  { release: '2016', language: 'de' },
  { release: '2019', language: 'ko', core: true },
  { release: '2022', language: 'ja' },
  { release: '2025', language: 'zh' },
];

describeWith(['dotnet', 'gcc'], 'a simulated Windows without the cmdlets for networks, by netsh', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(machines)('is read as the cmdlets read it: %o', async (options) => {
    const machine = bareWindows(options);
    await carryOut(host, machine, wanted);
    const bare = await observe(host, machine, 'netsh');
    machine.state.missing = [];
    // Only the cmdlets tell that an address is not Preferred yet.
    for (const one of machine.state.addresses) Object.assign(one, { state: 'Preferred', tentative: 0 });
    const whole = await observe(host, machine, 'netsh');
    expect(bare.missingCmdlets).toContain('Get-NetIPInterface');
    expect(whole.missingCmdlets).toEqual([]);
    expect(bare.adapters).toEqual(whole.adapters);
    expect(bare.interfaces.toSorted(byIndex)).toEqual(whole.interfaces.toSorted(byIndex));
    // The addresses of the built-in loopback that everybody has, and such as Windows makes by itself, are of no interest.
    const made = whole.places.filter((one) => one.index !== 1 && !one.address.startsWith('fe80:'));
    const read = bare.places.filter((one) => !one.address.startsWith('fe80:'));
    expect(read.toSorted(byAddress)).toEqual(made.toSorted(byAddress));
    expect(made.map((one) => one.address)).toEqual(expect.arrayContaining(vips.map((vip) => vip.address)));
    expect([...bare.registering]).toEqual([...whole.registering].filter((index) => index !== 1));
    expect(bare.moment.session).toEqual(whole.moment.session);
    expect(bare.moment.listeners).toEqual(whole.moment.listeners);
  });

  it.each(machines)('takes VIPs, keeps them over a boot, and gives them back: %o', async (options) => {
    const machine = bareWindows(options);
    const before = lasting(machine);
    // netsh says of what it did that it did it, in the language of the host.
    const ends = await carryOut(host, machine, wanted);
    expect(ends.map((end) => end.replace(/:\s.*$/s, ''))).toEqual([
      'remember done',
      'adapter done',
      'dns-registration-off done',
      'weak-host-ipv4-4 done',
      'weak-host-ipv6-4 done',
      'weak-host-ipv4-new done',
      'weak-host-ipv6-new done',
      'vip-up-192.0.2.100 done',
      'vip-up-2001:db8::100 done',
      'record done',
      'trial-record-away done',
    ]);
    expect(await planned(host, machine, wanted)).toEqual([]);
    const verdict = await audit(host, machine, wanted);
    expect(verdict.checks.filter((check) => check.verdict === 'notice').map((check) => check.id)).toEqual([
      'sharing',
      'metric',
      'firewall-tcp-3389',
    ]);
    expect(verdict.state).toBe('ok');
    const again = structuredClone(machine);
    reboot(again, { renumbered: true });
    expect(await planned(host, again, wanted)).toEqual([]);
    const gone = await carryOut(host, machine, unwanted);
    expect(gone.filter((end) => !/ done(:|$)/.test(end))).toEqual([]);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it('is as it was after a trial that nobody confirms, and after a failure of each command', async () => {
    const machine = bareWindows({ language: 'de' });
    const before = lasting(machine);
    const decision = await plan(host, machine, wanted);
    const steps = decision.kind === 'change' ? decision.steps : [];
    await host.run({ machine, what: { script: windows.compile(steps, { ...order, deadman: 120 }) } });
    expect(lasting(machine)).not.toEqual(before);
    machine.state.slept += 130_000;
    await fireDue(host, machine, new Date(Date.now() + machine.state.slept + 130_000));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
    // Of weak host, what is kept for the next boot comes second, and sets what runs as well.
    const calls = [
      ['set adapter', 1],
      ['set dnsservers', 1],
      ['set interface', 2],
      ['add address', 1],
    ] as const;
    for (const [call, nth] of calls) {
      const other = bareWindows();
      const first = lasting(other);
      other.state.faults = [{ kind: 'ignored', call: `netsh.exe ${call}`, nth, of: 'task' }];
      const ends = await carryOut(host, other, wanted);
      other.state.faults = [];
      expect({ call, failed: ends.filter((end) => / failed/.test(end)).length }).toEqual({ call, failed: 1 });
      await dismiss(host, other);
      expect({ call, left: lasting(other) }).toEqual({ call, left: first });
    }
  });

  it('finds weak host switched off, and sees who is connected', async () => {
    const machine = bareWindows({ language: 'ja' });
    await carryOut(host, machine, wanted);
    for (const side of machine.state.ipInterfaces.filter((one) => one.ifIndex === 4)) {
      side.persistent = { ...side.persistent, weakHostReceive: 'Disabled' };
    }
    expect((await audit(host, machine, wanted)).state).not.toBe('ok');
    await carryOut(host, machine, wanted);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
    machine.state.tcpConnections.push({
      localAddress: vip4.address,
      localPort: 443,
      remoteAddress: '192.0.2.77',
      remotePort: 50_123,
      state: 'Established',
      process: 4,
    });
    expect(await plan(host, machine, unwanted)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('clients are connected'),
    });
  });

  it('says which piece it cannot do: without method netsh, the firewall, adapters of others', async () => {
    const machine = bareWindows();
    expect(await plan(host, machine, { ...wanted, method: undefined })).toMatchObject({
      kind: 'refused',
      reason: 'Get-NetAdapter is not there',
      wayOut: expect.stringContaining('method: netsh'),
    });
    expect(await plan(host, machine, { ...wanted, firewall: 'open' })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('rules of the firewall'),
    });
    const byHand = bareWindows({ alter: setUpByHand });
    expect(await plan(host, byHand, { ...wanted, present: [vip4], adopt: true })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('an adapter of somebody else (DSR-LB) cannot be taken over'),
    });
    expect(await plan(host, machine, wanted)).toMatchObject({
      notices: expect.arrayContaining([expect.stringContaining('file sharing stays bound')]),
    });
  });
});

function byIndex(one: IpInterface, other: IpInterface): number {
  return one.index - other.index || one.family - other.family;
}

function byAddress(one: AddressPlace, other: AddressPlace): number {
  return one.address < other.address ? -1 : 1;
}

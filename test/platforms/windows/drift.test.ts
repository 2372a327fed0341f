import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { HostState } from '../../../src/core/check.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { Adapter, IpInterfaceSettings, MachineState } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { addLoopback, setUpByHand } from './simulated-hosts.ts';
import { audit, carryOut, dismiss, lasting, order, plan, planned, vip4, vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({ present: vips, services: [{ port: 3389, protocol: 'tcp' }], firewall: 'open' });

interface Drift {
  readonly name: string;
  readonly alter: (state: MachineState) => void;
  readonly state: HostState;
  /** The checks that are not ok. */
  readonly checks: readonly string[];
  readonly steps: readonly string[];
}

/** What people and programs do to a host; the first four are the failure modes that no health check sees. */
const drifts: readonly Drift[] = [
  {
    name: 'weak host receive is off on the NIC, now',
    alter: (state) => setSide(state, 4, 'active', { weakHostReceive: 'Disabled' }),
    state: 'drift',
    checks: ['weak-host-now'],
    steps: ['weak-host-ipv4-4', 'weak-host-ipv6-4'],
  },
  {
    name: 'weak host send is off on the loopback adapter, after a boot',
    alter: (state) => setSide(state, own(state).ifIndex, 'persistent', { weakHostSend: 'Disabled' }),
    state: 'drift',
    checks: ['weak-host-boot'],
    steps: ['weak-host-ipv4-7', 'weak-host-ipv6-7'],
  },
  {
    name: 'the firewall rule is switched off',
    alter: (state) => {
      for (const rule of state.firewallRules.slice(0, 1)) rule.enabled = false;
    },
    state: 'drift',
    checks: ['firewall-tcp-3389'],
    steps: ['firewall-tcp-3389-192.0.2.100'],
  },
  {
    name: 'the VIP may be a source',
    alter: (state) => {
      for (const one of state.addresses.filter((place) => place.address === vip4.address))
        one.skipAsSource = false;
    },
    state: 'drift',
    checks: ['vip-no-source'],
    steps: ['vip-up-192.0.2.100'],
  },
  {
    name: 'the adapter asks for an address by DHCP again',
    alter: (state) => {
      const { ifIndex } = own(state);
      for (const side of state.ipInterfaces.filter((one) => one.ifIndex === ifIndex && one.family === 'IPv4'))
        for (const store of ['active', 'persistent'] as const)
          side[store] = { ...side[store], dhcp: 'Enabled' };
    },
    state: 'drift',
    checks: ['dhcp'],
    steps: ['dhcp-off'],
  },
  {
    name: 'the adapter registers in DNS again',
    alter: (state) => {
      const { ifIndex } = own(state);
      for (const one of state.dnsClients.filter((side) => side.ifIndex === ifIndex)) one.registers = true;
    },
    state: 'drift',
    checks: ['dns-registration'],
    steps: ['dns-registration-off'],
  },
  {
    name: 'file sharing is bound again',
    alter: (state) => {
      const { ifIndex } = own(state);
      for (const one of state.bindings.filter((side) => side.ifIndex === ifIndex)) one.enabled = true;
    },
    state: 'drift',
    checks: ['sharing'],
    steps: ['sharing-off'],
  },
  {
    name: 'a VIP is gone now, and comes back at boot',
    alter: (state) => {
      state.addresses = state.addresses.filter((one) => one.address !== vip4.address);
    },
    state: 'partial',
    checks: ['vip-now'],
    steps: ['vip-up-192.0.2.100'],
  },
  {
    name: 'a VIP does not come back at boot',
    alter: (state) => {
      state.persistentAddresses = state.persistentAddresses.filter((one) => one.address !== vip4.address);
    },
    state: 'partial',
    checks: ['vip-boot'],
    steps: ['vip-up-192.0.2.100'],
  },
  {
    name: 'the adapter has another name',
    alter: (state) => {
      const adapter = own(state);
      for (const side of state.ipInterfaces.filter((one) => one.ifIndex === adapter.ifIndex))
        side.alias = 'Ethernet 9';
      adapter.name = 'Ethernet 9';
    },
    state: 'ok',
    checks: [],
    steps: ['adapter-name'],
  },
  {
    name: 'the adapter is disabled',
    alter: (state) => {
      own(state).status = 'Disabled';
    },
    state: 'drift',
    checks: ['adapter'],
    steps: ['adapter-on'],
  },
];

describeWith(['dotnet', 'gcc'], 'on a simulated Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(drifts)('is found and mended: $name', async ({ alter, state, checks, steps }) => {
    const machine = newFakeWindows();
    await carryOut(host, machine, wanted);
    alter(machine.state);
    const verdict = await audit(host, machine, wanted);
    const found = verdict.checks.filter((check) => check.verdict !== 'ok').map((check) => check.id);
    expect({ state: verdict.state, checks: [...new Set(found)] }).toEqual({ state, checks });
    expect(await carryOut(host, machine, wanted)).toEqual(steps.map((step) => `${step} done`));
    expect((await audit(host, machine, wanted)).state).toBe('ok');
    await carryOut(host, machine, desiring({ absent: vips }));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(lasting(newFakeWindows()));
  });

  it('finds the loopback adapter gone, and makes another', async () => {
    const machine = newFakeWindows();
    await carryOut(host, machine, wanted);
    const { ifIndex } = own(machine.state);
    removeAdapter(machine.state, ifIndex);
    const verdict = await audit(host, machine, wanted);
    expect(verdict.state).toBe('missing');
    expect((await planned(host, machine, wanted))[0]).toBe('adapter');
    await carryOut(host, machine, wanted);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
  });

  it('takes over what was set up by hand only when asked, and gives it back as it was', async () => {
    const machine = newFakeWindows({ alter: setUpByHand });
    const wish = desiring({ present: [vip4] });
    expect(await plan(host, machine, wish)).toMatchObject({
      kind: 'refused',
      wayOut: expect.stringContaining('--adopt'),
    });
    expect((await audit(host, machine, wish)).state).toBe('foreign');
    const ends = await carryOut(host, machine, { ...wish, adopt: true });
    expect(ends).toEqual([
      'remember done',
      'dns-registration-off done',
      'sharing-off done',
      'record done',
      'trial-record-away done',
    ]);
    expect(await planned(host, machine, wish)).toEqual([]);
    expect((await audit(host, machine, wish)).state).toBe('ok');
    await carryOut(host, machine, desiring({ absent: [vip4] }));
    await dismiss(host, machine);
    const after = newFakeWindows({ alter: setUpByHand });
    after.state.addresses = after.state.addresses.filter((one) => one.address !== vip4.address);
    after.state.persistentAddresses = after.state.persistentAddresses.filter(
      (one) => one.address !== vip4.address,
    );
    expect(lasting(machine)).toEqual(lasting(after));
  });

  it('calls a VIP that was set up by hand without weak host partial', async () => {
    const machine = newFakeWindows({
      alter(state) {
        setUpByHand(state);
        setSide(state, 4, 'active', { weakHostReceive: 'Disabled' });
      },
    });
    const verdict = await audit(host, machine, desiring({ present: [vip4] }));
    expect(verdict.state).toBe('partial');
    expect(verdict.checks.find((check) => check.id === 'weak-host-now')).toMatchObject({
      verdict: 'absent',
      found: 'weak host receive is off on Ethernet (IPv4)',
    });
  });

  it('closes the port of a service that the pool has no more', async () => {
    const machine = newFakeWindows();
    const two = [80, 3389].map((port) => ({ port, protocol: 'tcp' }) as const);
    await carryOut(host, machine, { ...wanted, present: [vip4], services: two });
    expect(machine.state.firewallRules).toHaveLength(2);
    const one = { ...wanted, present: [vip4] };
    expect(await carryOut(host, machine, one)).toEqual([
      'firewall-away-tcp-80-192.0.2.100 done',
      'record done',
    ]);
    expect(await planned(host, machine, one)).toEqual([]);
  });

  it('says of a domain controller that it registers addresses by itself', async () => {
    const machine = newFakeWindows({
      alter: (state) => {
        state.domainRole = 5;
      },
    });
    expect((await plan(host, machine, wanted)).kind).toBe('change');
    expect(await plan(host, machine, wanted)).toMatchObject({
      notices: [expect.stringContaining('domain controller')],
    });
  });

  it('never takes a VIP away to keep it from being a source', async () => {
    const machine = newFakeWindows();
    await carryOut(host, machine, wanted);
    for (const one of [...machine.state.addresses, ...machine.state.persistentAddresses])
      if (one.address === vip4.address) one.skipAsSource = false;
    const decision = await plan(host, machine, wanted);
    if (decision.kind !== 'change') throw new Error(`it is ${decision.kind}`);
    expect(decision.steps.map(({ id, risk }) => `${id} ${risk}`)).toEqual(['vip-up-192.0.2.100 none']);
    const script = windows.compile(decision.steps, order);
    const answer = await host.run({ machine, what: { script } });
    const names = answer.calls.map((call) => call.name);
    expect(names).not.toContain('Remove-NetIPAddress');
    expect(names).not.toContain('New-NetIPAddress');
    for (const list of [machine.state.addresses, machine.state.persistentAddresses])
      expect(list.find((one) => one.address === vip4.address)?.skipAsSource).toBe(true);
  });

  it('leaves the loopback adapters of others alone, and says so', async () => {
    const machine = newFakeWindows({ alter: addLoopback });
    const before = lasting(machine);
    const decision = await plan(host, machine, wanted);
    expect(decision).toMatchObject({
      kind: 'change',
      notices: ['the loopback adapter DSR-LB was not made by vipfarm and stays as it is'],
    });
    await carryOut(host, machine, wanted);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
    await carryOut(host, machine, desiring({ absent: vips }));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });
});

function own(state: MachineState): Adapter {
  const adapter = state.adapters.find((one) => one.name === 'vipfarm' && one.hardwareId === '*MSLOOP');
  if (adapter === undefined) throw new Error('vipfarm has made no adapter here');
  return adapter;
}

function setSide(
  state: MachineState,
  ifIndex: number,
  store: 'active' | 'persistent',
  settings: Partial<IpInterfaceSettings>,
): void {
  for (const side of state.ipInterfaces.filter((one) => one.ifIndex === ifIndex)) {
    side[store] = { ...side[store], ...settings };
  }
}

function removeAdapter(state: MachineState, ifIndex: number): void {
  state.adapters = state.adapters.filter((one) => one.ifIndex !== ifIndex);
  state.ipInterfaces = state.ipInterfaces.filter((one) => one.ifIndex !== ifIndex);
  state.addresses = state.addresses.filter((one) => one.ifIndex !== ifIndex);
  state.persistentAddresses = state.persistentAddresses.filter((one) => one.ifIndex !== ifIndex);
  state.bindings = state.bindings.filter((one) => one.ifIndex !== ifIndex);
  state.dnsClients = state.dnsClients.filter((one) => one.ifIndex !== ifIndex);
}

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { MachineState } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { addLoopback } from './simulated-hosts.ts';
import { audit, carryOut, planned, vip4 } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const adopting = desiring({ present: [vip4], adopt: true });

describeWith(['dotnet', 'gcc'], 'of loopback adapters that are not present, a simulated Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('has none taken over', async () => {
    const machine = newFakeWindows({
      alter: (state) => {
        addLoopback(state);
        rememberLoopback(state);
      },
    });
    expect(await planned(host, machine, adopting)).not.toContain('adapter');
    await carryOut(host, machine, adopting);
    expect((await audit(host, machine, adopting)).state).toBe('ok');
    expect(machine.state.addresses.find((one) => one.address === vip4.address)?.ifIndex).toBe(9);
    const alone = newFakeWindows({ alter: rememberLoopback });
    expect(await planned(host, alone, adopting)).toContain('adapter');
    await carryOut(host, alone, adopting);
    expect((await audit(host, alone, adopting)).state).toBe('ok');
  });

  it('makes up for the one that was taken over by one of our own', async () => {
    const machine = newFakeWindows({ alter: addLoopback });
    await carryOut(host, machine, adopting);
    takeOut(machine.state, 9);
    rememberLoopback(machine.state);
    for (const adapter of machine.state.adapters) {
      if (adapter.ifIndex === 7) adapter.guid = '{4F2A9D10-0000-4000-8000-000000000009}';
    }
    await carryOut(host, machine, adopting);
    expect((await audit(host, machine, adopting)).state).toBe('ok');
    expect(await planned(host, machine, adopting)).toEqual([]);
  });
});

/** What Windows remembers of a loopback adapter that has gone; it comes before others, and has no interfaces. */
function rememberLoopback(state: MachineState): void {
  state.adapters.unshift({
    name: 'Ethernet 7',
    description: 'Microsoft KM-TEST Loopback Adapter',
    ifIndex: 7,
    guid: '{4F2A9D10-0000-4000-8000-000000000007}',
    hardwareId: '*MSLOOP',
    pnpDeviceId: 'ROOT\\NET\\0007',
    mac: '',
    service: 'msloop',
    driverFile: 'loop.sys',
    status: 'Not Present',
    hidden: true,
    virtual: false,
    mtu: 1500,
  });
}

function takeOut(state: MachineState, ifIndex: number): void {
  state.adapters = state.adapters.filter((one) => one.ifIndex !== ifIndex);
  state.ipInterfaces = state.ipInterfaces.filter((one) => one.ifIndex !== ifIndex);
  state.addresses = state.addresses.filter((one) => one.ifIndex !== ifIndex);
  state.persistentAddresses = state.persistentAddresses.filter((one) => one.ifIndex !== ifIndex);
  state.bindings = state.bindings.filter((one) => one.ifIndex !== ifIndex);
  state.dnsClients = state.dnsClients.filter((one) => one.ifIndex !== ifIndex);
}

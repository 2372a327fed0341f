import type { Vip } from '../../../src/core/address.ts';
import type { FakeWindows } from '../../powershell-host/fake-windows.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { IpAddress, IpInterfaceSettings, MachineState } from '../../powershell-host/machine-state.ts';
import { ipInterface } from '../../powershell-host/new-server.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { carryOut, vip4, vip6, vips } from './windows-host.ts';

/** A machine in a state that is worth knowing, with what a pool asks of it. */
export interface SimulatedHost {
  /** Of the transcript's file, without `simulated-`. */
  readonly file: string;
  readonly name: string;
  readonly wanted: {
    readonly present?: readonly Vip[];
    readonly absent?: readonly Vip[];
    readonly adopt?: boolean;
  };
  make(host: PowershellHost): Promise<FakeWindows>;
}

const present = { present: vips };

/** The machines that the transcripts are made of; nobody has seen them but the PowerShell engine. */
export const simulatedHosts: readonly SimulatedHost[] = [
  simple('2012r2-core-before', 'Windows Server 2012 R2, Core, before the first VIP', present, () =>
    newFakeWindows({ release: '2012R2', core: true }),
  ),
  simple('2019-before', 'Windows Server 2019 in Korean, before the first VIP', present, () =>
    newFakeWindows({ release: '2019', language: 'ko' }),
  ),
  simple('2025-before', 'Windows Server 2025 in German, before the first VIP', present, () =>
    newFakeWindows({ release: '2025', language: 'de' }),
  ),
  changed('2012r2-after', 'Windows Server 2012 R2 in Japanese with its VIPs', present, () => {}, {
    release: '2012R2',
    language: 'ja',
  }),
  changed('2016-after', 'Windows Server 2016 in Chinese with its VIPs', present, () => {}, {
    release: '2016',
    language: 'zh',
  }),
  changed('2022-after', 'Windows Server 2022 with its VIPs', present, () => {}, { release: '2022' }),
  changed('remove', 'the VIPs leave', { absent: vips }, () => {}),
  changed('remove-one', 'one of two VIPs leaves', { absent: [vip6] }, () => {}),
  changed('connected', 'the VIPs should leave, and a client is connected', { absent: vips }, (state) => {
    state.tcpConnections.push({
      localAddress: vip4.address,
      localPort: 443,
      remoteAddress: '192.0.2.77',
      remotePort: 50_123,
      state: 'Established',
      process: 4,
    });
  }),
  changed('drift-weak-host', 'somebody switched weak host receive off on the NIC', present, (state) => {
    for (const side of state.ipInterfaces.filter((one) => one.ifIndex === 4)) {
      side.active = { ...side.active, weakHostReceive: 'Disabled' };
      side.persistent = { ...side.persistent, weakHostReceive: 'Disabled' };
    }
  }),
  changed('partial-not-at-boot', 'a VIP would not come back at boot', present, (state) => {
    state.persistentAddresses = state.persistentAddresses.filter((one) => one.address !== vip4.address);
  }),
  changed('missing', 'somebody took the VIPs away', present, (state) => {
    state.addresses = state.addresses.filter((one) => !isVip(one.address));
    state.persistentAddresses = state.persistentAddresses.filter((one) => !isVip(one.address));
  }),
  byHand('foreign', 'a VIP that was set up by hand, as recipes say', { present: [vip4] }),
  byHand('adopt', 'a VIP that was set up by hand is taken over', { present: [vip4], adopt: true }),
  simple('not-elevated', 'a session without administrator rights', present, () =>
    newFakeWindows({
      alter: (state) => {
        state.elevated = false;
      },
    }),
  ),
  simple('vip-on-nic', 'the VIP is on the network card', present, () =>
    newFakeWindows({ alter: (state) => placeAddress(state, 4, 32) }),
  ),
  simple('vip-on-built-in', 'the VIP is on the built-in loopback', present, () =>
    newFakeWindows({ alter: (state) => placeAddress(state, 1, 32) }),
  ),
  simple('wide-mask', 'a loopback adapter has the VIP with a wide mask', present, () =>
    newFakeWindows({
      alter: (state) => {
        addLoopback(state);
        placeAddress(state, 9, 24);
      },
    }),
  ),
  simple('boot-pending', 'Windows waits for a boot', present, () =>
    newFakeWindows({
      alter: (state) => {
        const windows = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
        state.registry[`${windows}\\Component Based Servicing\\RebootPending`] = {};
      },
    }),
  ),
];

/** A KM-TEST adapter as an administrator adds it, called as recipes do, with everything that Windows sets by itself. */
export function addLoopback(state: MachineState): void {
  const name = 'DSR-LB';
  state.adapters.push({
    name,
    description: 'Microsoft KM-TEST Loopback Adapter',
    ifIndex: 9,
    guid: '{4F2A9D10-0000-4000-8000-000000000009}',
    hardwareId: '*MSLOOP',
    pnpDeviceId: 'ROOT\\NET\\0000',
    mac: '02-00-4C-4F-4F-50',
    service: 'msloop',
    driverFile: 'loop.sys',
    status: 'Up',
    hidden: false,
    virtual: false,
    mtu: 1500,
  });
  state.ipInterfaces.push(ipInterface(9, name, 'IPv4'), ipInterface(9, name, 'IPv6'));
  state.dnsClients.push({ ifIndex: 9, registers: true, useSuffix: false, suffix: '' });
  for (const componentId of ['ms_tcpip', 'ms_tcpip6', 'ms_msclient', 'ms_server']) {
    state.bindings.push({ ifIndex: 9, componentId, displayName: componentId, enabled: true });
  }
}

export function placeAddress(state: MachineState, ifIndex: number, prefixLength: number): void {
  const one: IpAddress = {
    address: vip4.address,
    prefixLength,
    ifIndex,
    family: 'IPv4',
    skipAsSource: true,
    state: 'Preferred',
    origin: 'Manual',
    tentative: 0,
  };
  state.addresses.push(one);
  state.persistentAddresses.push({ ...one });
}

/** What a recipe does by hand: the adapter, weak host on it and on the NIC, the address. */
export function setUpByHand(state: MachineState): void {
  addLoopback(state);
  placeAddress(state, 9, 32);
  for (const side of state.ipInterfaces.filter((one) => one.family === 'IPv4' && one.ifIndex !== 1)) {
    const settings: Partial<IpInterfaceSettings> = {
      weakHostReceive: 'Enabled',
      ...(side.ifIndex === 9 ? { weakHostSend: 'Enabled' } : {}),
    };
    side.active = { ...side.active, ...settings };
    side.persistent = { ...side.persistent, ...settings };
  }
}

function isVip(address: string): boolean {
  return vips.some((vip) => vip.address === address);
}

function simple(
  file: string,
  name: string,
  wanted: SimulatedHost['wanted'],
  make: () => FakeWindows,
): SimulatedHost {
  return { file, name, wanted, make: () => Promise.resolve(make()) };
}

function byHand(file: string, name: string, wanted: SimulatedHost['wanted']): SimulatedHost {
  return simple(file, name, wanted, () => newFakeWindows({ alter: setUpByHand }));
}

/** A machine that vipfarm gave its VIPs, and that was altered after that. */
function changed(
  file: string,
  name: string,
  wanted: SimulatedHost['wanted'],
  alter: (state: MachineState) => void,
  options: Parameters<typeof newFakeWindows>[0] = {},
): SimulatedHost {
  return {
    file,
    name,
    wanted,
    async make(host) {
      const machine = newFakeWindows(options);
      await carryOut(host, machine, desiring({ present: vips }));
      alter(machine.state);
      return machine;
    },
  };
}

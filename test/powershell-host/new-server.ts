import { type Words, wordsOf } from './languages.ts';
import type {
  Binding,
  Family,
  FirewallProfile,
  IpAddress,
  IpInterface,
  IpInterfaceSettings,
  Language,
  MachineEdition,
  MachineState,
  TcpConnection,
} from './machine-state.ts';

export interface ServerIdentity {
  readonly computerName: string;
  readonly edition: MachineEdition;
  readonly language: Language;
  readonly ipv4: string;
  readonly ipv6: string;
}

const nic = 4;
const loopback = 1;

/** The state of a virtual server after its setup: static addresses, firewall on, WinRM and remote desktop listening. */
export function newServer(identity: ServerIdentity): MachineState {
  const words = wordsOf(identity.language);
  const addresses = firstAddresses(identity);
  return {
    computerName: identity.computerName,
    edition: identity.edition,
    language: identity.language,
    elevated: true,
    domainRole: 2,
    domain: 'WORKGROUP',
    slept: 0,
    boots: 1,
    adapters: [
      {
        name: words.ethernet,
        description: 'Microsoft Hyper-V Network Adapter',
        ifIndex: nic,
        guid: '{6B4D2E0A-77C1-4A53-9F0B-2D1C35A40001}',
        hardwareId: 'VMBUS\\{f8615163-df3e-46c5-913f-f2d2f965ed0e}',
        pnpDeviceId: 'VMBUS\\{F8615163-DF3E-46C5-913F-F2D2F965ED0E}\\{6B4D2E0A-77C1-4A53-9F0B-2D1C35A40001}',
        mac: '00-15-5D-01-02-11',
        service: 'netvsc',
        driverFile: 'netvsc.sys',
        status: 'Up',
        hidden: false,
        virtual: false,
        mtu: 1500,
      },
    ],
    arriving: [],
    driverless: [],
    ipInterfaces: [
      ipInterface(loopback, 'Loopback Pseudo-Interface 1', 'IPv4', { interfaceMetric: 75, mtu: 4294967295 }),
      ipInterface(loopback, 'Loopback Pseudo-Interface 1', 'IPv6', { interfaceMetric: 75, mtu: 4294967295 }),
      ipInterface(nic, words.ethernet, 'IPv4', { interfaceMetric: 15 }),
      ipInterface(nic, words.ethernet, 'IPv6', { interfaceMetric: 15 }),
    ],
    addresses,
    persistentAddresses: addresses.filter((address) => address.ifIndex === nic).map((one) => ({ ...one })),
    routes: [
      { ...defaultRoute('192.0.2.1', 'IPv4'), store: 'ActiveStore' },
      { ...defaultRoute('192.0.2.1', 'IPv4'), store: 'PersistentStore' },
    ],
    dnsClients: [loopback, nic].map((ifIndex) => {
      return { ifIndex, registers: true, useSuffix: false, suffix: '' };
    }),
    bindings: usualBindings(nic, words),
    firewallProfiles: (['Domain', 'Private', 'Public'] as const).map(firewallOn),
    firewallRules: [],
    connectionProfiles: [{ ifIndex: nic, name: 'Network', category: 'Public' }],
    tcpConnections: [
      listener('0.0.0.0', 3389, 1044),
      listener('::', 3389, 1044),
      listener('::', 5986, 4),
      {
        ...listener(identity.ipv4, 5986, 4),
        state: 'Established',
        remoteAddress: '192.0.2.250',
        remotePort: 51_000,
      },
    ],
    udpEndpoints: [{ localAddress: '0.0.0.0', localPort: 5355, process: 1100 }],
    neighbors: [{ ifIndex: nic, address: '192.0.2.1', mac: '02-00-5E-00-01-01', state: 'Reachable' }],
    teams: [],
    switches: [],
    tasks: [],
    processes: [],
    files: {},
    folders: ['C:\\ProgramData', 'C:\\Windows', 'C:\\Windows\\System32', 'C:\\Windows\\Temp'],
    permissions: {},
    owners: {},
    registry: {
      'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion': {
        ProductName: identity.edition.caption.replace('Microsoft ', ''),
        InstallationType: identity.edition.core ? 'Server Core' : 'Server',
        CurrentBuildNumber: String(identity.edition.build),
        UBR: 1,
      },
    },
    missing: [],
    faults: [],
  };
}

function firstAddresses({ ipv4, ipv6 }: ServerIdentity): IpAddress[] {
  return [
    { ...address(loopback, '127.0.0.1', 8), origin: 'WellKnown' },
    { ...address(loopback, '::1', 128), origin: 'WellKnown' },
    address(nic, ipv4, 24),
    address(nic, ipv6, 64),
    { ...address(nic, 'fe80::215:5dff:fe01:211', 64), origin: 'WellKnown' },
  ];
}

function address(ifIndex: number, text: string, prefixLength: number): IpAddress {
  const family = text.includes(':') ? 'IPv6' : 'IPv4';
  return {
    address: text,
    prefixLength,
    ifIndex,
    family,
    skipAsSource: false,
    state: 'Preferred',
    origin: 'Manual',
    tentative: 0,
  };
}

/** An interface as Windows makes it, in both stores. */
export function ipInterface(
  ifIndex: number,
  alias: string,
  family: Family,
  other: Partial<IpInterfaceSettings> = {},
): IpInterface {
  const settings: IpInterfaceSettings = {
    weakHostSend: 'Disabled',
    weakHostReceive: 'Disabled',
    forwarding: 'Disabled',
    advertising: 'Disabled',
    automaticMetric: 'Enabled',
    interfaceMetric: 25,
    dhcp: 'Disabled',
    ignoreDefaultRoutes: 'Disabled',
    routerDiscovery: family === 'IPv4' ? 'Dhcp' : 'Enabled',
    dadTransmits: family === 'IPv4' ? 3 : 1,
    mtu: 1500,
    ...other,
  };
  return { ifIndex, alias, family, connected: true, active: settings, persistent: { ...settings } };
}

function defaultRoute(nextHop: string, family: Family) {
  return {
    destination: family === 'IPv4' ? '0.0.0.0/0' : '::/0',
    nextHop,
    ifIndex: nic,
    family,
    metric: 256,
  };
}

/** What is bound to a new adapter. */
function usualBindings(ifIndex: number, words: Words): Binding[] {
  const components = [
    ['ms_tcpip', 'Internet Protocol Version 4 (TCP/IPv4)'],
    ['ms_tcpip6', 'Internet Protocol Version 6 (TCP/IPv6)'],
    ['ms_msclient', words.client],
    ['ms_server', words.server],
  ] as const;
  return components.map(([componentId, displayName]) => {
    return { ifIndex, componentId, displayName, enabled: true };
  });
}

function firewallOn(name: FirewallProfile['name']): FirewallProfile {
  return {
    name,
    enabled: true,
    defaultInbound: 'NotConfigured',
    allowsInbound: true,
    allowsLocalRules: true,
  };
}

function listener(localAddress: string, localPort: number, process: number): TcpConnection {
  const any = localAddress.includes(':') ? '::' : '0.0.0.0';
  return { localAddress, localPort, remoteAddress: any, remotePort: 0, state: 'Listen', process };
}

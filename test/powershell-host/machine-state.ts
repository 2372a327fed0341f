/** The whole state of a fake Windows machine: plain JSON, which tests read and alter between scripts. */
export interface MachineState {
  computerName: string;
  edition: MachineEdition;
  language: Language;
  /** The running session has an elevated token. Tasks as SYSTEM always do. */
  elevated: boolean;
  /** Win32_ComputerSystem.DomainRole: 2 standalone server, 3 member server, 5 domain controller. */
  domainRole: 2 | 3 | 5;
  domain: string;
  /** Milliseconds that sleeping scripts have put the machine's clock before the real one. Nothing ever waits. */
  slept: number;
  boots: number;
  adapters: Adapter[];
  /** Devices whose adapter will be seen only after so many further looks. */
  arriving: ArrivingAdapter[];
  /** Instances of devices that were registered and have no driver: what a failed installation must not leave behind. */
  driverless: string[];
  ipInterfaces: IpInterface[];
  /** Addresses in use now. */
  addresses: IpAddress[];
  /** Addresses that the next boot sets. */
  persistentAddresses: IpAddress[];
  routes: Route[];
  dnsClients: DnsClient[];
  bindings: Binding[];
  firewallProfiles: FirewallProfile[];
  firewallRules: FirewallRule[];
  connectionProfiles: ConnectionProfile[];
  tcpConnections: TcpConnection[];
  udpEndpoints: UdpEndpoint[];
  neighbors: Neighbor[];
  teams: Team[];
  switches: VirtualSwitch[];
  tasks: ScheduledTask[];
  /** What runs beside the script. */
  processes: RunningProcess[];
  /** Windows path to text, `C:\ProgramData\vipfarm\record.json`. */
  files: Record<string, string>;
  /** Folders, also those that hold files. */
  folders: string[];
  /** What icacls was told about a path, word by word. */
  permissions: Record<string, string[]>;
  /** Path to the SID of its owner; the administrators, where it has no entry. */
  owners: Record<string, string>;
  /** `HKLM\SOFTWARE\...` to names and values. */
  registry: Record<string, Record<string, string | number>>;
  /** Modules of PowerShell that a stripped image lacks: `NetTCPIP`. */
  missing: string[];
  /** What goes wrong on this machine. */
  faults: Fault[];
  /** What a policy leaves of the language to every session. Default: all. */
  languageMode?: 'ConstrainedLanguage';
}

export interface MachineEdition {
  release: Release;
  /** Server Core: no desktop. */
  core: boolean;
  build: number;
  /** `10.0.17763` */
  version: string;
  caption: string;
  powershell: '4.0' | '5.1';
}

export type Release = '2012R2' | '2016' | '2019' | '2022' | '2025';
export type Language = 'en' | 'de' | 'ko' | 'ja' | 'zh';
export type Family = 'IPv4' | 'IPv6';
export type Toggle = 'Enabled' | 'Disabled';
export type Store = 'ActiveStore' | 'PersistentStore';

export interface Adapter {
  name: string;
  description: string;
  ifIndex: number;
  /** `{8A5C...}`; survives a boot, unlike the index. */
  guid: string;
  /** `PCI\VEN_8086&DEV_100E` or `*MSLOOP`. */
  hardwareId: string;
  /** `ROOT\NET\0001` */
  pnpDeviceId: string;
  /** `00-15-5D-00-00-01` */
  mac: string;
  /** The driver's service: `msloop`, `netvsc`, `E1G60`. */
  service: string;
  driverFile: string;
  status: 'Up' | 'Disconnected' | 'Disabled' | 'Not Present';
  hidden: boolean;
  virtual: boolean;
  mtu: number;
}

export interface ArrivingAdapter {
  /** Looks at the adapters that still do not see it. */
  looks: number;
  adapter: Adapter;
}

/** One adapter (or the built-in loopback, which has none) in one family. */
export interface IpInterface {
  ifIndex: number;
  alias: string;
  family: Family;
  connected: boolean;
  active: IpInterfaceSettings;
  /** What the next boot sets. */
  persistent: IpInterfaceSettings;
}

export interface IpInterfaceSettings {
  weakHostSend: Toggle;
  weakHostReceive: Toggle;
  forwarding: Toggle;
  advertising: Toggle;
  automaticMetric: Toggle;
  interfaceMetric: number;
  dhcp: Toggle;
  ignoreDefaultRoutes: Toggle;
  routerDiscovery: 'Enabled' | 'Disabled' | 'Dhcp';
  dadTransmits: number;
  mtu: number;
}

export interface IpAddress {
  address: string;
  prefixLength: number;
  ifIndex: number;
  family: Family;
  skipAsSource: boolean;
  state: 'Invalid' | 'Tentative' | 'Duplicate' | 'Deprecated' | 'Preferred';
  origin: 'Manual' | 'Dhcp' | 'WellKnown' | 'RouterAdvertisement';
  /** Looks that still see it as tentative. */
  tentative: number;
}

export interface Route {
  destination: string;
  nextHop: string;
  ifIndex: number;
  family: Family;
  metric: number;
  store: Store;
}

export interface DnsClient {
  ifIndex: number;
  registers: boolean;
  useSuffix: boolean;
  suffix: string;
}

export interface Binding {
  ifIndex: number;
  /** `ms_tcpip`, `ms_server` */
  componentId: string;
  displayName: string;
  enabled: boolean;
}

export interface FirewallProfile {
  name: 'Domain' | 'Private' | 'Public';
  enabled: boolean;
  defaultInbound: 'NotConfigured' | 'Allow' | 'Block';
  /** False: all connections are blocked, those of a rule as well. */
  allowsInbound: boolean;
  /** False: a policy says that the rules of the machine itself do not count. */
  allowsLocalRules: boolean;
}

export interface FirewallRule {
  /** The rule's id. */
  name: string;
  displayName: string;
  description: string;
  group: string;
  enabled: boolean;
  direction: 'Inbound' | 'Outbound';
  action: 'Allow' | 'Block';
  /** `Any`, or `Domain, Private`. */
  profile: string;
  protocol: string;
  localPorts: string[];
  localAddresses: string[];
  remoteAddresses: string[];
  /** `Any`, or a path. */
  program: string;
  /** `Any`, or a name. */
  service: string;
  /** Hardcoded: part of Windows, in the active store only. */
  source: 'Local' | 'GroupPolicy' | 'Dynamic' | 'Generated' | 'Hardcoded';
}

export interface ConnectionProfile {
  ifIndex: number;
  name: string;
  category: 'Public' | 'Private' | 'DomainAuthenticated';
}

export interface TcpConnection {
  localAddress: string;
  localPort: number;
  remoteAddress: string;
  remotePort: number;
  state: 'Listen' | 'Established' | 'TimeWait' | 'CloseWait';
  process: number;
}

export interface UdpEndpoint {
  localAddress: string;
  localPort: number;
  process: number;
}

export interface Neighbor {
  ifIndex: number;
  address: string;
  mac: string;
  state: string;
}

export interface Team {
  name: string;
  members: string[];
  /** The names of the team's own adapters. */
  nics: string[];
}

export interface VirtualSwitch {
  name: string;
  /** The description of the adapter that carries it; empty for an internal switch. */
  adapterDescription: string;
  /** A vEthernet adapter lets the host use the same link. */
  sharedWithHost: boolean;
}

export interface ScheduledTask {
  name: string;
  path: string;
  execute: string;
  arguments: string;
  user: string;
  highest: boolean;
  /** ISO time of a trigger by time; undefined when there is none. */
  at?: string;
  atStartup: boolean;
  /** Seconds after the boot. */
  startupDelay: number;
  startWhenAvailable: boolean;
  runsOnBatteries: boolean;
  enabled: boolean;
  /** Somebody asked for a run of its own; the next look at the tasks does it. */
  requested: boolean;
  /** Win32 code of the last run; 267011 when it never ran. */
  lastResult: number;
}

export interface RunningProcess {
  id: number;
  /** ISO time. */
  began: string;
}

/** `of: 'task'`: met by a task that the scheduler runs while the script sleeps, and not by the script itself. */
export type Fault =
  /** The n-th call of this name (1 is the first) fails and changes nothing. */
  | {
      kind: 'fails';
      call: string;
      nth: number;
      id?: string;
      message?: string;
      terminating?: boolean;
      of?: 'task';
    }
  /** The n-th call says that all went well, and changes nothing. */
  | { kind: 'ignored'; call: string; nth: number; of?: 'task' }
  /** The process ends at once after the n-th changing call of the next script: the session, or the power, is gone. */
  | { kind: 'killed-after'; change: number; of?: 'task' };

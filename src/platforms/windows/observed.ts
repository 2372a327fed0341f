import type { Family } from '../../core/address.ts';
import type { Moment, Observed } from '../platform.ts';
import type { NetshView } from './netsh.ts';
import type { WindowsRecord } from './record.ts';

/** What one probe found on a Windows host. Absent means: not there, or the probe was cut off before it. */
export interface WindowsObserved extends Observed {
  readonly platform: 'windows';
  readonly system: WindowsSystem | undefined;
  readonly adapters: readonly Adapter[];
  /** Settings in both stores, by interface and family. */
  readonly interfaces: readonly IpInterface[];
  /** Unicast addresses with what Windows adds to them; `addresses` are those of them that run. */
  readonly places: readonly AddressPlace[];
  /** Interface indexes that register their addresses in DNS. */
  readonly registering: ReadonlySet<number>;
  readonly bindings: readonly Binding[];
  readonly firewall: Firewall;
  /** What is ours: by a change that is not over, else by the record itself. */
  readonly record: WindowsRecord | undefined;
  /** The record of the last change that succeeded; `trialRecord` is that of a change which is not over, or could not be undone. */
  readonly lastingRecord: WindowsRecord | undefined;
  readonly trialRecord: WindowsRecord | undefined;
  /** The device instance of the adapter that vipfarm made: `ROOT\NET\0001`. */
  readonly ownDevice: string | undefined;
  /** Adapters that carry a team or a virtual switch. */
  readonly carriers: readonly { readonly adapter: string; readonly part: string; readonly of: string }[];
  /** The same as netsh says it. */
  readonly netsh: NetshView;
  /** Cmdlets for networks that are missing there; with `method: netsh` WMI, .NET and netsh read in their place. */
  readonly missingCmdlets: readonly string[];
  /** Parts of the probe that failed there (a missing cmdlet, a right that the session has not), or came damaged. */
  readonly unread: readonly { readonly part: string; readonly id: string }[];
  readonly moment: WindowsMoment;
}

export interface WindowsMoment extends Moment {
  /** Inbound rules of the firewall that name a port on which something listens. */
  readonly rules: readonly FirewallRule[];
}

export interface WindowsSystem {
  /** `Microsoft Windows Server 2019 Standard` */
  readonly caption: string;
  /** `17763` */
  readonly build: string;
  readonly core: boolean;
  /** `5.1.17763.1` */
  readonly powershell: string;
  /** Win32_ComputerSystem.DomainRole: 0 and 1 are workstations, 2 and 3 servers, 4 and 5 domain controllers. */
  readonly domainRole: number;
  readonly elevated: boolean;
  /** A 64-bit process; a 32-bit one can make no device. */
  readonly wide: boolean;
  readonly netsh: boolean;
  /** Windows waits for a boot. */
  readonly bootPending: boolean;
}

export interface Adapter {
  readonly index: number;
  readonly name: string;
  /** Lower case with braces; what survives a boot. */
  readonly guid: string;
  /** Lower case: `*msloop` is the KM-TEST loopback adapter, whatever it is called. */
  readonly hardware: string;
  readonly device: string;
  /** Lower case with colons; undefined where the adapter has none. */
  readonly mac: string | undefined;
  /** `Up`, `Disconnected`, `Disabled`, `Not Present` */
  readonly status: string;
}

export interface IpInterface {
  readonly index: number;
  readonly alias: string;
  readonly family: Family;
  readonly now: InterfaceSettings;
  /** What the next boot sets; undefined where the persistent store does not name the interface. */
  readonly atBoot: InterfaceSettings | undefined;
}

export interface InterfaceSettings {
  readonly weakHostSend: boolean;
  readonly weakHostReceive: boolean;
  readonly forwarding: boolean;
  readonly dhcp: boolean;
  readonly metric: number;
  readonly automaticMetric: boolean;
}

export interface AddressPlace {
  readonly index: number;
  readonly address: string;
  readonly prefix: number;
  readonly family: Family;
  /** What runs: undefined when only the next boot sets it. */
  readonly now: AddressState | undefined;
  readonly atBoot: AddressState | undefined;
}

export interface AddressState {
  readonly skipAsSource: boolean;
  /** `Preferred`, `Tentative`, `Duplicate`, `Invalid`, `Deprecated` */
  readonly state: string;
}

export interface Binding {
  readonly adapter: string;
  /** `ms_server` */
  readonly component: string;
  readonly enabled: boolean;
}

export interface Firewall {
  readonly profiles: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly blocksByDefault: boolean;
    /** False: nothing is let in, whatever rules say. */
    readonly heedsRules: boolean;
    /** False: only rules of a policy count, and not those that are made on the host. */
    readonly heedsLocalRules: boolean;
  }[];
  /** Interface index to `Public`, `Private` or `DomainAuthenticated`. */
  readonly categories: ReadonlyMap<number, string>;
  /** Rules that bear our name. */
  readonly own: readonly FirewallRule[];
}

/** How the rules that vipfarm makes are called. */
export const ownRulePrefix = 'vipfarm-';

export interface FirewallRule {
  readonly name: string;
  /** Brought by a group policy, and not made on the host. */
  readonly byPolicy: boolean;
  readonly enabled: boolean;
  readonly allows: boolean;
  /** `Any`, or `Domain, Private`. */
  readonly profile: string;
  /** `TCP`, `UDP`, `Any` */
  readonly protocol: string;
  /** `443`, `8000-8100`, `Any`, and words such as `RPC`. */
  readonly ports: readonly string[];
  /** Local addresses; `Any`. */
  readonly to: readonly string[];
  /** Remote addresses; `Any`. */
  readonly from: readonly string[];
}

import type { Vip } from '../core/address.ts';
import type { Deadlines } from '../core/deadline.ts';
import type { Rollout } from '../core/rollout.ts';
import type { SecretReference } from '../core/secret.ts';
import type { Service } from '../core/service.ts';

/** The validated, frozen content of an inventory file. Every name in it has been expanded and looked up. */
export interface Fleet {
  /** The path it was read from, as the operator gave it. */
  readonly file: string;
  /** sha256 of the file's text, in hex: a saved plan names the inventory that it was made from. */
  readonly digest: string;
  readonly directors: ReadonlyMap<string, Director>;
  readonly pools: ReadonlyMap<string, Pool>;
  /** Every host of the file: members of pools first, then hosts of groups, then other entries (jump hosts). */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** The L4 load balancer: its MAC addresses (lower case, colons) may answer ARP for the VIPs, nobody else's. */
export interface Director {
  readonly name: string;
  readonly macs: readonly string[];
  readonly addresses: readonly string[];
  /** The name of the host where its hooks run and VIPs are announced. */
  readonly host: string | undefined;
}

export interface Pool {
  readonly name: string;
  readonly vips: readonly Vip[];
  readonly services: readonly Service[];
  readonly director: Director | undefined;
  /** Host names in file order, each once. */
  readonly members: readonly string[];
  /** Host names in file order, each once; or whoever is found fit; or nobody. */
  readonly witnesses: 'auto' | 'none' | readonly string[];
  readonly rollout: Rollout;
}

/** One host with everything that defaults, groups, pools and its own entry say about it. */
export interface Host extends HostSettings {
  readonly name: string;
  /** The pools that name it as a member. */
  readonly pools: readonly string[];
  readonly groups: readonly string[];
  /** Where to connect: the name unless `address` says otherwise. */
  readonly address: string;
}

export type BecomeMethod = 'sudo' | 'su' | 'doas' | 'pfexec' | 'dzdo' | 'none';

/** The settings that are inherited defaults -> group -> pool -> host. Hosts with equal settings may share this object. */
export interface HostSettings {
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  /** true: the agent of SSH_AUTH_SOCK; a text: that socket; false: none. */
  readonly agent: boolean | string;
  readonly password: SecretReference | undefined;
  readonly passphrase: SecretReference | undefined;
  readonly become: BecomeMethod;
  readonly becomePassword: SecretReference | undefined;
  /** Jump hosts in order, each `user@host:port` or the name of a host of this inventory. */
  readonly jump: readonly string[];
  readonly hostKeys: 'strict' | 'accept-new' | 'pinned';
  /** For `pinned`: SHA256 fingerprints as `ssh-keygen -l` prints them; for WinRM, of the certificate. */
  readonly pins: readonly string[];
  readonly knownHosts: readonly string[];
  readonly legacy: boolean;
  readonly transport: 'ssh' | 'winrm';
  /** WinRM: how to log in. */
  readonly auth: 'ntlm' | 'basic' | 'kerberos';
  /** WinRM: whether the port speaks HTTPS. */
  readonly https: boolean;
  /** WinRM over HTTPS: a PEM file of the authorities that are believed; undefined: those of the system. */
  readonly ca: string | undefined;
  readonly os: string | undefined;
  readonly stack: string | undefined;
  /** undefined: all NICs unless that would cut other addresses; then the plan asks for a decision. */
  readonly arp: 'all' | 'nics' | undefined;
  readonly method: 'cmdlets' | 'netsh' | undefined;
  readonly firewall: 'leave' | 'open';
  readonly site: string | undefined;
  readonly tags: readonly string[];
  readonly deadlines: Deadlines;
}

export { type SecretReference, secretIdentity } from '../core/secret.ts';

import { type Family, hostPrefix, type Vip } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { Service } from '../../core/service.ts';
import type { Desired } from '../platform.ts';
import type { Where } from './loopback.ts';

/** What can be set of an interface. */
export interface InterfaceChange {
  readonly weakHostSend?: boolean;
  readonly weakHostReceive?: boolean;
}

/** active: until the next boot. persistent: what the next boot sets. */
export type Store = 'ActiveStore' | 'PersistentStore';

/** The same changes by cmdlets and by netsh. */
export interface NetworkCommands {
  setInterface(where: Where, family: Family, change: InterfaceChange, store: Store): Command;
  addAddress(where: Where, vip: Vip): Command;
  removeAddress(where: Where, vip: Vip): Command;
  /** In its place, so that no connection is cut; in both stores unless one is named. Undefined: it has to be added anew. */
  readonly setSkipAsSource: ((where: Where, vip: Vip, skip: boolean, store?: Store) => Command) | undefined;
  addRule(name: string, service: Service, vip: Vip): Command;
  removeRule(name: string): Command;
}

export function networkCommands(method: Desired['method']): NetworkCommands {
  return method === 'netsh' ? netsh : cmdlets;
}

const cmdlets: NetworkCommands = {
  setInterface: (where, family, { weakHostSend, weakHostReceive }, store) => [
    'Set-NetIPInterface',
    ...where,
    '-AddressFamily',
    `IPv${family}`,
    ...(weakHostSend === undefined ? [] : ['-WeakHostSend', toggle(weakHostSend)]),
    ...(weakHostReceive === undefined ? [] : ['-WeakHostReceive', toggle(weakHostReceive)]),
    '-PolicyStore',
    store,
  ],
  addAddress: (where, vip) => newAddress(where, vip, true),
  removeAddress: (where, vip) => [
    'Remove-NetIPAddress',
    ...where,
    '-IPAddress',
    vip.address,
    '-Confirm:$false',
  ],
  setSkipAsSource: (where, vip, skip, store) => [
    'Set-NetIPAddress',
    ...where,
    '-IPAddress',
    vip.address,
    '-SkipAsSource',
    skip ? '$true' : '$false',
    ...(store === undefined ? [] : ['-PolicyStore', store]),
  ],
  addRule: (name, { protocol, port }, vip) => [
    'New-NetFirewallRule',
    '-Name',
    name,
    '-DisplayName',
    name,
    '-Direction',
    'Inbound',
    '-Action',
    'Allow',
    '-Protocol',
    protocol.toUpperCase(),
    '-LocalPort',
    String(port),
    '-LocalAddress',
    vip.address,
  ],
  removeRule: (name) => ['Remove-NetFirewallRule', '-Name', name],
};

/** Without a store it is added to both; to the persistent one alone nothing can be added. */
export function newAddress(where: Where, vip: Vip, skip: boolean, store?: 'ActiveStore'): Command {
  return [
    'New-NetIPAddress',
    ...where,
    '-IPAddress',
    vip.address,
    '-PrefixLength',
    String(hostPrefix(vip.family)),
    '-SkipAsSource',
    skip ? '$true' : '$false',
    ...(store === undefined ? [] : ['-PolicyStore', store]),
  ];
}

/** Of netsh `persistent` means now and after a boot. Rules are the cmdlets' in any case: netsh gives them no id of ours. */
const netsh: NetworkCommands = {
  setInterface: (where, family, { weakHostSend, weakHostReceive }, store) => [
    'netsh.exe',
    'interface',
    `ipv${family}`,
    'set',
    'interface',
    where[1],
    ...(weakHostSend === undefined ? [] : [`weakhostsend=${toggle(weakHostSend).toLowerCase()}`]),
    ...(weakHostReceive === undefined ? [] : [`weakhostreceive=${toggle(weakHostReceive).toLowerCase()}`]),
    `store=${store === 'ActiveStore' ? 'active' : 'persistent'}`,
  ],
  addAddress: (where, vip) => [
    'netsh.exe',
    'interface',
    `ipv${vip.family}`,
    'add',
    'address',
    where[1],
    ...(vip.family === 4
      ? [`address=${vip.address}`, 'mask=255.255.255.255']
      : [`address=${vip.address}/128`]),
    'store=persistent',
    'skipassource=true',
  ],
  removeAddress: (where, vip) => [
    'netsh.exe',
    'interface',
    `ipv${vip.family}`,
    'delete',
    'address',
    where[1],
    `address=${vip.address}`,
    'store=persistent',
  ],
  // `set address` of netsh has no such word, only `add address`.
  setSkipAsSource: undefined,
  addRule: cmdlets.addRule,
  removeRule: cmdlets.removeRule,
};

function toggle(on: boolean): 'Enabled' | 'Disabled' {
  return on ? 'Enabled' : 'Disabled';
}

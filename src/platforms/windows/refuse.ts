import { hostPrefix, includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Desired } from '../platform.ts';
import { type Connection, type Refusal, refusal, refuseConnected } from '../refusal.ts';
import type { Intent } from './intent.ts';
import {
  describePlaces,
  goodPlace,
  hasPlainName,
  isBare,
  isBuiltIn,
  isLoopback,
  loopbackAdapters,
  nameOf,
  ownName,
  placesOf,
  strayPlaces,
} from './loopback.ts';
import type { WindowsObserved } from './observed.ts';

/** Parts of the probe without which nothing can be decided, with the cmdlet that reads each. */
const needed: ReadonlyMap<string, string> = new Map([
  ['adapters', 'Get-NetAdapter'],
  ['interfaces', 'Get-NetIPInterface'],
  ['interfaces-at-boot', 'Get-NetIPInterface'],
  ['addresses', 'Get-NetIPAddress'],
  ['addresses-at-boot', 'Get-NetIPAddress'],
  ['dns', 'Get-DnsClient'],
  ['bindings', 'Get-NetAdapterBinding'],
]);

/** Files of ours without which nobody knows what is ours. */
const neededFiles: readonly string[] = ['record', 'trial-record', 'own-adapter'];

/** What stands in the way on any host, whatever is to be done there; undefined when nothing does. */
export function refuseHost(desired: Desired, host: WindowsObserved): Refusal | undefined {
  const { system } = host;
  if (!host.complete || system === undefined) {
    return refusal(
      'the answer of the probe is not whole',
      'try again; vipfarm doctor shows what the host says',
    );
  }
  if (!system.elevated) {
    return refusal(
      'the session is not elevated, so nothing can be changed',
      'log in as a member of Administrators; for a local account over WinRM set LocalAccountTokenFilterPolicy (docs/platforms/windows.md)',
    );
  }
  if (!system.wide) {
    return refusal('the session is a 32-bit process, which can make no device', 'use the 64-bit PowerShell');
  }
  const bare = refuseBare(desired, host);
  if (bare !== undefined) return bare;
  const missing = host.unread.find(
    (one) => needed.has(one.part) && !(isBare(host) && one.part === 'bindings'),
  );
  if (missing !== undefined) {
    return refusal(
      `${needed.get(missing.part)} failed there (${missing.id})`,
      'the modules NetAdapter, NetTCPIP and DnsClient are part of Windows Server 2012 and later; vipfarm doctor shows more',
    );
  }
  const unreadFile = host.unread.find((one) => neededFiles.includes(one.part));
  if (unreadFile !== undefined) {
    return refusal(
      `what vipfarm noted there (${unreadFile.part}) could not be read: ${unreadFile.id}`,
      'try again; if it recurs, see who holds the files in %ProgramData%\\vipfarm open',
    );
  }
  if (desired.method === 'netsh' && !system.netsh) {
    return refusal('netsh.exe is not there', 'leave "method: netsh" away for this host');
  }
  return undefined;
}

/** What cannot be done where cmdlets are missing. */
function refuseBare(desired: Desired, host: WindowsObserved): Refusal | undefined {
  const [missing] = host.missingCmdlets;
  if (missing === undefined) return undefined;
  if (desired.method !== 'netsh') {
    return refusal(
      `${missing} is not there`,
      'set "method: netsh" for this host, or bring its module back; docs/platforms/windows.md says what netsh leaves out',
    );
  }
  if (host.record?.adopted !== undefined) return refusal(...takingOver('the one that bears the VIPs'));
  const isShut = host.unread.some((one) => one.part === 'firewall-rules');
  if (isShut && (desired.firewall === 'open' || (host.record?.rules.length ?? 0) > 0)) {
    return refusal(
      'rules of the firewall can be read and set by Get-NetFirewallRule and its like only, which are not there',
      'set "firewall: leave" for this host, and open the port by a policy or by hand',
    );
  }
  return undefined;
}

function takingOver(adapter: string): readonly [reason: string, wayOut: string] {
  return [
    `an adapter of somebody else (${adapter}) cannot be taken over or given back without the cmdlets of NetAdapter and NetTCPIP`,
    'bring the modules back, or put the VIP on an adapter that vipfarm makes: take it away by hand first',
  ];
}

/** Why these VIPs must not be put on this host. */
export function refuseAdding(desired: Desired, host: WindowsObserved, intent: Intent): Refusal | undefined {
  for (const vip of desired.present) {
    const reason =
      refuseMisplaced(vip, host) ?? refuseForeign(vip, desired, host) ?? refuseOther(vip, intent, host);
    if (reason !== undefined) return reason;
  }
  if (intent.vips.length === 0) return undefined;
  return refuseBearer(intent, host) ?? refuseUnrouted(intent);
}

/** Why these VIPs must not be taken from this host now. */
export function refuseRemoving(desired: Desired, host: WindowsObserved): Refusal | undefined {
  const connections = host.moment.connections.map(readConnection);
  return refuseAstray(desired.absent, host) ?? refuseConnected(desired, connections);
}

/** `192.0.2.100:443 198.51.100.7:50123`, `[2001:db8::100]:443 [2001:db8::7]:50123` */
function readConnection(line: string): Connection {
  const [own = '', client] = line.split(' ');
  return { address: own.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''), client };
}

/** It is not ours to take away, and a host from which the VIP is said to be gone would go on answering for it. */
function refuseAstray(vips: readonly Vip[], host: WindowsObserved): Refusal | undefined {
  const astray = vips.flatMap((vip) => strayPlaces(vip, host));
  if (astray.length === 0) return undefined;
  const commands = astray.map(
    (place) => `Remove-NetIPAddress -InterfaceIndex ${place.index} -IPAddress ${place.address}`,
  );
  return refusal(
    `${describePlaces(astray, host)} was not put there by vipfarm and would stay`,
    `take it away by hand: ${commands.join('; ')}`,
  );
}

function refuseMisplaced(vip: Vip, host: WindowsObserved): Refusal | undefined {
  const places = placesOf(vip, host);
  const real = places.find((place) => !isLoopback(place.index, host));
  if (real !== undefined) {
    return refusal(
      `${vip.address} is on ${nameOf(real.index, host)} already, which answers ARP for it`,
      'remove it there, or take the host out of the pool',
    );
  }
  const wide = places.find((place) => place.prefix !== hostPrefix(vip.family));
  if (wide !== undefined) {
    return refusal(
      `${vip.address}/${wide.prefix} is on ${nameOf(wide.index, host)}: the whole network is taken for local there`,
      `put it right by hand: Remove-NetIPAddress -IPAddress ${vip.address}`,
    );
  }
  const builtIn = places.find((place) => isBuiltIn(place.index));
  if (builtIn === undefined) return undefined;
  return refusal(
    `${withPrefix(vip)} is on ${nameOf(builtIn.index, host)}, the built-in loopback, which vipfarm does not use`,
    `remove it there, so that it can be put on an adapter of its own: Remove-NetIPAddress -IPAddress ${vip.address}`,
  );
}

function refuseForeign(vip: Vip, desired: Desired, host: WindowsObserved): Refusal | undefined {
  const place = goodPlace(vip, host);
  if (place === undefined || desired.adopt || includesVip(host.record?.vips ?? [], vip)) return undefined;
  return refusal(
    `${withPrefix(vip)} is on ${nameOf(place.index, host)} already, and vipfarm did not put it there`,
    'use --adopt to take it over, and remove what sets it now',
  );
}

/** All VIPs of a host stand on one adapter. */
function refuseOther(vip: Vip, { bearer }: Intent, host: WindowsObserved): Refusal | undefined {
  const place = goodPlace(vip, host);
  if (place === undefined || place.index === bearer.adapter?.index) return undefined;
  return refusal(
    `${withPrefix(vip)} is on ${nameOf(place.index, host)}, and the VIPs of vipfarm are on ${bearer.name}`,
    `remove it there: Remove-NetIPAddress -IPAddress ${vip.address}`,
  );
}

function refuseBearer({ bearer }: Intent, host: WindowsObserved): Refusal | undefined {
  if (bearer.adapter === undefined) {
    const namesake = host.interfaces.find((one) => one.alias.toLowerCase() === ownName);
    if (namesake !== undefined) {
      return refusal(`an interface is called ${ownName} already, and vipfarm did not make it`, 'rename it');
    }
    if (host.system?.bootPending === true) {
      return refusal(
        'Windows waits for a boot, and no driver can be relied on before it',
        'boot the host; the loopback adapter is made after that',
      );
    }
    return undefined;
  }
  if (!bearer.ours && isBare(host)) {
    return refusal(...takingOver(bearer.adapter.name));
  }
  if (!bearer.ours && !hasPlainName(bearer.adapter)) {
    return refusal(
      `commands would take the name ${bearer.adapter.name} for a pattern`,
      'rename that adapter',
    );
  }
  return undefined;
}

/** Without an interface of that family nothing would ever arrive. */
function refuseUnrouted({ weak, vips, bearer }: Intent): Refusal | undefined {
  const deaf = vips.find((vip) => !weak.some((one) => one.family === vip.family && one.name !== bearer.name));
  if (deaf === undefined) return undefined;
  return refusal(
    `no interface here has an IPv${deaf.family} address, so nothing for ${deaf.address} would arrive`,
    'give the host an address of its own first',
  );
}

/** Adapters of others, for a notice. */
export function strangersAmongLoopbacks(intent: Intent, host: WindowsObserved): readonly string[] {
  return loopbackAdapters(host)
    .filter((one) => one.guid !== intent.bearer.adapter?.guid && one.device !== host.ownDevice?.toUpperCase())
    .map((one) => one.name);
}

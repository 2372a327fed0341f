import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Desired } from '../platform.ts';
import { type Connection, type Refusal, refusal, refuseConnected } from '../refusal.ts';
import { describePlaces, isWholeAddress, strayPlaces } from '../vip-checks.ts';
import { addressesCutByAll, arpKey, arpSettings, currentSysctl, leaksAtBoot, outdoes } from './arp.ts';
import type { Intent } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { ipv6Disabled } from './place.ts';
import { sysctlNumber } from './read-sysctl.ts';
import { stacks } from './stacks/index.ts';
import { sysctlPath } from './stacks/stack.ts';
import { bootAssignment, sysctlGap } from './sysctl-order.ts';

/** What stands in the way on any host, whatever is to be done there; undefined when nothing does. */
export function refuseHost(desired: Desired, host: LinuxObserved): Refusal | undefined {
  if (!host.asRoot) {
    return refusal(
      'the session is not root, so nothing can be read or changed for sure',
      'set become for this host',
    );
  }
  if (host.readOnly.length > 0) {
    const isKernel = host.readOnly.some((path) => path.startsWith('/proc/'));
    return refusal(
      `${host.readOnly.join(', ')} cannot be written${isKernel ? ', so ARP cannot be silenced' : ' (read-only file system?)'}`,
      isKernel
        ? 'is it a container? Then its ARP settings are made where it is started'
        : 'make it writable; an address that is gone after a boot would be a trap',
    );
  }
  if (desired.stack !== undefined && !stacks.some((stack) => stack.id === desired.stack)) {
    const known = stacks.map((stack) => stack.id).join(', ');
    return refusal(`stack "${desired.stack}" is not known`, `name one of ${known}`);
  }
  return undefined;
}

/** Why these VIPs must not be put on this host. */
export function refuseAdding(desired: Desired, host: LinuxObserved, intent: Intent): Refusal | undefined {
  for (const vip of desired.present) {
    const reason =
      refuseMisplaced(vip, host) ??
      refuseForeign(vip, desired, host) ??
      refuseWithoutIpv6(vip, host) ??
      refuseByStack(vip, host, intent);
    if (reason !== undefined) return reason;
  }
  const arriving = desired.present.filter((vip) => vip.family === 4 && !isOnLoopback(vip, host));
  if (arriving.length === 0) return undefined;
  return refuseCut(desired, host) ?? refuseOutdone(host, intent) ?? refuseOverridden(host, intent);
}

/** Why these VIPs must not be taken from this host now. */
export function refuseRemoving(desired: Desired, host: LinuxObserved): Refusal | undefined {
  const connections = host.moment.connections.flatMap(readConnection);
  return refuseAstray(desired.absent, host) ?? refuseConnected(desired, connections);
}

/** It is not ours to take away, and without our ARP settings the host would answer for it. */
function refuseAstray(vips: readonly Vip[], host: LinuxObserved): Refusal | undefined {
  const astray = strayPlaces(vips, { addresses: host.addresses, loopback: 'lo' });
  if (astray.length === 0) return undefined;
  const commands = astray.map((one) => `ip addr del ${one.address}/${one.prefix} dev ${one.interface}`);
  return refusal(
    `${describePlaces(astray)} was not put there by vipfarm and would stay, and the host answer ARP for it`,
    `take it away by hand, also from what sets it at boot: ${commands.join(' && ')}`,
  );
}

function refuseMisplaced(vip: Vip, host: LinuxObserved): Refusal | undefined {
  const owner = host.addresses.find((one) => one.address === vip.address && one.interface !== 'lo');
  if (owner !== undefined) {
    return refusal(
      `${vip.address} is on ${owner.interface} already (its own address, or a keepalived node?)`,
      'remove it there, or take the host out of the pool',
    );
  }
  const wide = host.addresses.find((one) => one.address === vip.address && !isWholeAddress(one));
  if (wide === undefined) return undefined;
  return refusal(
    `${vip.address}/${wide.prefix} is on lo: the whole network is local there, and the host unreachable from it`,
    `put it right by hand: ip addr del ${vip.address}/${wide.prefix} dev lo`,
  );
}

function refuseForeign(vip: Vip, desired: Desired, host: LinuxObserved): Refusal | undefined {
  const ours = includesVip(host.record?.vips ?? [], vip);
  if (ours || desired.adopt || !isOnLoopback(vip, host)) return undefined;
  return refusal(
    `${withPrefix(vip)} is on lo already, and vipfarm did not put it there`,
    'use --adopt to take it over, and remove what sets it now',
  );
}

function refuseWithoutIpv6(vip: Vip, host: LinuxObserved): Refusal | undefined {
  if (vip.family === 4 || host.loopbackSettings.get(ipv6Disabled) !== '1') return undefined;
  return refusal(
    `IPv6 is disabled on lo (${ipv6Disabled.replaceAll('/', '.')} is 1), so it cannot have ${vip.address}`,
    'enable it there, now and in /etc/sysctl.d, or take the host out of the pool',
  );
}

function refuseByStack(vip: Vip, host: LinuxObserved, intent: Intent): Refusal | undefined {
  const objection = intent.stack.objection?.(vip, host);
  return objection === undefined ? undefined : refusal(objection, 'mend that first');
}

function refuseCut(desired: Desired, host: LinuxObserved): Refusal | undefined {
  if (desired.arp !== undefined) return undefined;
  const cut = addressesCutByAll(host);
  if (cut.length === 0) return undefined;
  const names = cut.map((one) => `${one.address} (${one.interface})`).join(', ');
  return refusal(
    `with arp_ignore on all NICs, ${names} would not be answered for over another NIC any more`,
    'say "arp: nics" for this host to silence only the NICs that face the VIP, or "arp: all" if that is no loss',
  );
}

/** With `arp: nics` only NICs are set, and the kernel takes the larger of their value and that of all: now and after a boot. */
function refuseOutdone(host: LinuxObserved, intent: Intent): Refusal | undefined {
  if (intent.arp === 'all') return undefined;
  for (const setting of arpSettings) {
    const key = arpKey('all', setting);
    const atBoot = bootAssignment(host, key, sysctlPath);
    const values: readonly (readonly [value: string | undefined, where: string])[] = [
      [currentSysctl(host, key), ''],
      [atBoot?.value, ` at boot (${atBoot?.path} line ${atBoot?.line})`],
    ];
    for (const [value, where] of values) {
      if (!outdoes(setting, sysctlNumber(value ?? '0'))) continue;
      return refusal(
        `all.${setting} is ${value}${where}, which outdoes what "arp: nics" would set on a NIC`,
        'say "arp: all" for this host, or take that setting away',
      );
    }
  }
  return undefined;
}

/** A new VIP on a host that will answer ARP for it after its next boot would be a trap. */
function refuseOverridden(host: LinuxObserved, intent: Intent): Refusal | undefined {
  const gap = sysctlGap(host, intent.stack);
  if (gap !== undefined) {
    return refusal(
      gap,
      'have it started again (systemctl unmask systemd-sysctl): after a boot this host would answer ARP for the VIP',
    );
  }
  const later = leaksAtBoot(host, intent.vips, intent.arp).find(
    (leak) => leak.by !== undefined && leak.by.path !== sysctlPath && comesAfterOurs(leak.by.path),
  );
  if (later?.by === undefined) return undefined;
  return refusal(
    `${later.by.path} line ${later.by.line} sets ${later.setting} of ${later.nic} to ${later.by.value} after ${sysctlPath} at boot`,
    'remove that line: after a boot this host would answer ARP for the VIP',
  );
}

/** By the rule of basenames; what is not in a sysctl.d folder (tuned, sysctl.conf) comes after them where it is read. */
function comesAfterOurs(path: string): boolean {
  if (!path.includes('/sysctl.d/')) return true;
  return path.slice(path.lastIndexOf('/') + 1) > sysctlPath.slice(sysctlPath.lastIndexOf('/') + 1);
}

export function isOnLoopback(vip: Vip, host: LinuxObserved): boolean {
  return host.addresses.some(
    (one) => one.interface === 'lo' && one.address === vip.address && isWholeAddress(one),
  );
}

/**
 * A line of ss or netstat, with ends such as `192.0.2.100:80`, `192.0.2.100%lo:80`, `[2001:db8::100]:443`, `2001:db8::100:443`,
 * `[::ffff:192.0.2.100]:80`.
 */
function readConnection(line: string): readonly Connection[] {
  const [own, client] = line.split(/\s+/).filter((word) => /:\d+$/.test(word));
  if (own === undefined) return [];
  const address = own
    .replace(/:\d+$/, '')
    .replace(/%[^\]]*/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:/, '');
  return [{ address, client }];
}

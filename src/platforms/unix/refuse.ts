import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Desired } from '../platform.ts';
import { type Connection, type Refusal, refusal, refuseConnected } from '../refusal.ts';
import { describePlaces, isWholeAddress, strayPlaces } from '../vip-checks.ts';
import type { UnixObserved } from './observed.ts';
import type { BootStack, UnixSystem } from './system.ts';

/** What stands in the way on any host, whatever is to be done there; undefined when nothing does. */
export function refuseHost(desired: Desired, host: UnixObserved, system: UnixSystem): Refusal | undefined {
  if (!host.asRoot) {
    return refusal(
      'the session is not root, so nothing can be read or changed for sure',
      'set become for this host',
    );
  }
  if (host.readOnly.length > 0) {
    return refusal(
      `${host.readOnly.join(', ')} cannot be written (read-only file system?)`,
      'make it writable; an address that is gone after a boot would be a trap',
    );
  }
  if (desired.stack !== undefined && !system.stacks.some((stack) => stack.id === desired.stack)) {
    const known = system.stacks.map((stack) => stack.id).join(', ');
    return refusal(
      `${system.title} has no stack "${desired.stack}"`,
      `name one of ${known}, or leave it out`,
    );
  }
  return system.refuse?.(desired, host);
}

/** Why these VIPs must not be put on this host. */
export function refuseAdding(
  desired: Desired,
  host: UnixObserved,
  system: UnixSystem,
  stack: BootStack,
): Refusal | undefined {
  for (const vip of desired.present) {
    const reason =
      refuseFamily(vip, system) ??
      refuseMisplaced(vip, host) ??
      refuseForeign(vip, desired, host, system) ??
      refuseByStack(vip, host, stack);
    if (reason !== undefined) return reason;
  }
  const arrives = desired.present.some((vip) => !isOnLoopback(vip, host));
  return arrives ? system.refuseAdding?.(desired, host) : undefined;
}

/** Why these VIPs must not be taken from this host now. */
export function refuseRemoving(desired: Desired, host: UnixObserved): Refusal | undefined {
  const connections = host.moment.connections.flatMap(readConnection);
  return refuseAstray(desired.absent, host) ?? refuseConnected(desired, connections);
}

/** It is not ours to take away, and a host from which the VIP is said to be gone would go on answering for it. */
function refuseAstray(vips: readonly Vip[], host: UnixObserved): Refusal | undefined {
  const astray = strayPlaces(vips, host);
  if (astray.length === 0) return undefined;
  return refusal(
    `${describePlaces(astray)} was not put there by vipfarm and would stay`,
    'take that address away by hand first, and from what sets it at boot',
  );
}

function refuseFamily(vip: Vip, system: UnixSystem): Refusal | undefined {
  if (system.alias.families.includes(vip.family)) return undefined;
  return refusal(
    `vipfarm knows no way to keep an IPv${vip.family} VIP on ${system.title}`,
    `take the host out of the pool, or ${vip.address} out of its VIPs`,
  );
}

function refuseMisplaced(vip: Vip, host: UnixObserved): Refusal | undefined {
  const owner = host.addresses.find((one) => one.address === vip.address && one.interface !== host.loopback);
  if (owner !== undefined) {
    return refusal(
      `${vip.address} is on ${owner.interface} already (its own address?)`,
      'remove it there, or take the host out of the pool',
    );
  }
  const wide = host.addresses.find((one) => one.address === vip.address && !isWholeAddress(one));
  if (wide === undefined) return undefined;
  const mask =
    wide.prefix === 0 ? `${vip.address} with a mask that is not shown` : `${vip.address}/${wide.prefix}`;
  return refusal(
    `${mask} is on ${host.loopback}: the whole network may be local there, and the host unreachable from it`,
    'take that address away by hand first, with the network that came with it',
  );
}

function refuseForeign(
  vip: Vip,
  desired: Desired,
  host: UnixObserved,
  system: UnixSystem,
): Refusal | undefined {
  const ours = includesVip(host.record?.vips ?? [], vip);
  if (ours || desired.adopt || !isOnLoopback(vip, host)) return undefined;
  const ended = system.takeOver?.ending(desired.present, host) ?? [];
  return refusal(
    `${withPrefix(vip)} is on ${host.loopback} already, and vipfarm did not put it there`,
    ended.length === 0
      ? 'use --adopt to take it over, and remove what sets it now'
      : `use --adopt to take it over; ${ended.join(', ')}, which would set it at boot, goes then`,
  );
}

function refuseByStack(vip: Vip, host: UnixObserved, stack: BootStack): Refusal | undefined {
  const objection = stack.objection?.(vip, host);
  return objection === undefined ? undefined : refusal(objection, 'mend that first');
}

export function isOnLoopback(vip: Vip, host: UnixObserved): boolean {
  return host.addresses.some(
    (one) => one.interface === host.loopback && one.address === vip.address && isWholeAddress(one),
  );
}

/** A line of netstat, with ends such as `192.0.2.100.443`. */
function readConnection(line: string): readonly Connection[] {
  const [own, client] = line.split(/\s+/).filter((word) => /[.:].*\.\d+$/.test(word));
  return own === undefined ? [] : [{ address: own.replace(/\.\d+$/, ''), client }];
}

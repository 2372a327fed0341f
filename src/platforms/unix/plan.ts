import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Desired, HostDecision } from '../platform.ts';
import { noticeRetired } from '../retired-vips.ts';
import { changeBoot } from './change-boot.ts';
import { forget, remember, rememberRest } from './change-record.ts';
import { lowerVip, raiseVip } from './change-vips.ts';
import { intend } from './intent.ts';
import type { UnixObserved } from './observed.ts';
import { isOnLoopback, refuseAdding, refuseHost, refuseRemoving } from './refuse.ts';
import { stackOf } from './stack-of.ts';
import type { UnixSystem } from './system.ts';

/**
 * The steps of one host, in the only safe order. Adding: remember, what brings the VIPs back at boot, then the VIPs.
 * Removing: the VIPs, what would bring them back, what the record then names too much, and with the last VIP: forget.
 */
export function planUnix(desired: Desired, host: UnixObserved, system: UnixSystem): HostDecision {
  const refused = refuseHost(desired, host, system);
  if (refused !== undefined) return refused;
  const stack = stackOf(system, host, desired.stack);
  if (stack === undefined) {
    return {
      kind: 'refused',
      reason: `nothing is known that keeps addresses on ${host.loopback} here`,
      wayOut: `name it for this host with "stack:"; docs/platforms/${system.id}.md lists them`,
    };
  }
  const objection = refuseAdding(desired, host, system, stack) ?? refuseRemoving(desired, host);
  if (objection !== undefined) return objection;
  const intent = intend(desired, host, system, stack);
  const ours = host.record?.vips ?? [];
  const leaving = desired.absent.filter((vip) => includesVip(ours, vip) && isOnLoopback(vip, host));
  const arriving = desired.present.filter((vip) => !isOnLoopback(vip, host));
  const steps = [
    ...leaving.map((vip) => lowerVip(vip, system.alias, host)),
    // The record names what is ours from before it comes until it is gone: a script that is killed leaves nothing unknown.
    ...remember(intent, host, system.place),
    ...changeBoot(intent, host),
    ...arriving.map((vip) => raiseVip(vip, system.alias, host)),
    ...rememberRest(intent, host, system.place),
    ...forget(intent, host, system.place),
  ];
  const notices = [
    ...noticeRetired(desired, host.record),
    ...strangersOf(desired.absent, ours, host),
    ...(arriving.length === 0 ? [] : [needsNoSilencing(system)]),
    ...(steps.length === 0 || desired.present.length === 0 ? [] : (system.notices?.(desired, host) ?? [])),
  ];
  return steps.length === 0 ? { kind: 'as-wanted', notices } : { kind: 'change', steps, notices };
}

/** Only what is ours is ever taken away. */
function strangersOf(absent: readonly Vip[], ours: readonly Vip[], host: UnixObserved): readonly string[] {
  return absent
    .filter((vip) => isOnLoopback(vip, host) && !includesVip(ours, vip))
    .map((vip) => `${withPrefix(vip)} on ${host.loopback} was not made by vipfarm and stays`);
}

/** That nothing is silenced is no omission; what shows it is said, because nothing on the host does. */
function needsNoSilencing({ title }: UnixSystem): string {
  return `ARP needs no silencing on ${title}, which answers for addresses of the receiving NIC only; the network proof is what shows it`;
}

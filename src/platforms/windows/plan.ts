import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Desired, HostDecision } from '../platform.ts';
import { noticeRetired } from '../retired-vips.ts';
import { restoreAdopted } from './change-adopted.ts';
import { closeFirewall, openFirewall } from './change-firewall.ts';
import { forget, keepRecord, remember } from './change-record.ts';
import { isUp, lowerVip, raiseVip } from './change-vips.ts';
import { loosen, tighten } from './change-weak-host.ts';
import { furnishAdapter } from './furnish-adapter.ts';
import { type Intent, intend } from './intent.ts';
import { goodPlace, isBare, ownName, strangersOnOwn } from './loopback.ts';
import { networkCommands } from './network-commands.ts';
import type { WindowsObserved } from './observed.ts';
import { refuseAdding, refuseHost, refuseRemoving, strangersAmongLoopbacks } from './refuse.ts';
import { removeAdapter } from './remove-adapter.ts';

/**
 * The steps of one host, in the only safe order. Adding: remember, the adapter and what keeps it quiet, weak host, the
 * firewall, then the VIPs. Removing: the VIPs, rules, weak host as it was, and when the last has left our adapter; then the
 * record of what is left, or none.
 */
export function planWindows(desired: Desired, host: WindowsObserved): HostDecision {
  const refused = refuseHost(desired, host);
  if (refused !== undefined) return refused;
  const intent = intend(desired, host);
  const objection = refuseAdding(desired, host, intent) ?? refuseRemoving(desired, host);
  if (objection !== undefined) return objection;
  const commands = networkCommands(desired.method);
  const arriving = intent.vips.filter((vip) => !isUp(vip, intent.bearer, host));
  const leaving = placesLeaving(desired, host);
  const steps = [
    ...leaving.map(({ vip, place }) => lowerVip(vip, place, host, commands)),
    // The record names what is ours from before it comes until it is gone: a script that is killed leaves nothing unknown.
    ...remember(intent, host),
    ...furnishAdapter(intent, host),
    ...loosen(intent, commands),
    ...openFirewall(intent, host, commands),
    ...arriving.map((vip) => raiseVip(vip, intent.bearer, host, commands)),
    ...closeFirewall(intent, host, commands),
    ...tighten(intent, host, commands),
    ...restoreAdopted(intent, host),
    ...removeAdapter(intent, host),
    ...keepRecord(intent, host),
    ...forget(intent, host),
  ];
  const notices = noticesOf(desired, host, intent);
  return steps.length === 0 ? { kind: 'as-wanted', notices } : { kind: 'change', steps, notices };
}

/** Only what is ours is ever taken away. */
function placesLeaving(desired: Desired, host: WindowsObserved) {
  const ours = desired.absent.filter((vip) => includesVip(host.record?.vips ?? [], vip));
  return ours.flatMap((vip) => {
    const place = goodPlace(vip, host);
    return place === undefined ? [] : [{ vip, place }];
  });
}

function noticesOf(desired: Desired, host: WindowsObserved, intent: Intent): readonly string[] {
  const ours = host.record?.vips ?? [];
  const foreign: readonly Vip[] = desired.absent.filter(
    (vip) => goodPlace(vip, host) !== undefined && !includesVip(ours, vip),
  );
  const carried = intent.weak.filter(
    (one) => host.carriers.length > 0 && one.wanted.weakHostSend === undefined,
  );
  const isController = [4, 5].includes(host.system?.domainRole ?? -1) && intent.vips.length > 0;
  return [
    ...(isController
      ? [
          'this is a domain controller, which registers addresses by rules of its own: look at its records in DNS',
        ]
      : []),
    ...(isBare(host) && intent.vips.length > 0
      ? [
          'file sharing stays bound to vipfarm, and DHCP on it ends with the first IPv4 VIP: there are no cmdlets that set them',
        ]
      : []),
    ...noticeRetired(desired, host.record),
    ...foreign.map((vip) => `${withPrefix(vip)} was not made by vipfarm and stays`),
    ...(intent.vips.length > 0 ? [] : strangersOnOwn(host)).map(
      ({ address }) => `${address} on ${ownName} was not put there by vipfarm, so that adapter stays`,
    ),
    ...strangersAmongLoopbacks(intent, host).map(
      (name) => `the loopback adapter ${name} was not made by vipfarm and stays as it is`,
    ),
    ...carried.map(
      (one) =>
        `weak host receive is set on ${one.name}, which owns the address; members of a team or a switch own none`,
    ),
  ];
}

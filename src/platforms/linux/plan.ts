import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { HostRecord } from '../host-record.ts';
import type { Desired, HostDecision } from '../platform.ts';
import { noticeRetired } from '../retired-vips.ts';
import { namedByOthers } from './boot-lines.ts';
import { silence, unsilence } from './change-arp.ts';
import { changeBootFiles } from './change-files.ts';
import { forget, forgetFiles, remember, withLeavingFiles } from './change-record.ts';
import { lowerVip, raiseVip } from './change-vips.ts';
import { type Intent, intend, recordOf } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { isOnLoopback, refuseAdding, refuseHost, refuseRemoving } from './refuse.ts';
import { stackOf } from './stacks/index.ts';

/**
 * The steps of one host, in the only safe order. Adding: remember, silence ARP for boot and now (read back on every
 * NIC), boot files, then the VIPs. Removing: the VIPs, boot files, and when the last has left: ARP as it was, forget.
 */
export function planLinux(desired: Desired, host: LinuxObserved): HostDecision {
  const refused = refuseHost(desired, host);
  if (refused !== undefined) return refused;
  const stack = stackOf(host, desired.stack);
  if (stack === undefined) {
    return {
      kind: 'refused',
      reason: 'nothing is known that keeps addresses on lo here',
      wayOut: 'name it for this host with "stack:"; docs/platforms/linux.md lists them',
    };
  }
  const intent = intend(desired, host, stack);
  const objection = refuseAdding(desired, host, intent) ?? refuseRemoving(desired, host);
  if (objection !== undefined) return objection;
  const record = recordOf(intent, host);
  // The record names a file until it is gone: a script that is killed in between must leave nothing that nobody knows.
  // What only leaves is named already, and is forgotten at the end; else the record names first what comes and what leaves.
  const quieting = silence(intent, record, host);
  const leavesSome = host.record?.vips.some((vip) => !includesVip(intent.vips, vip)) === true;
  const namesMore = [...(record?.files.keys() ?? [])].some((path) => host.record?.files.has(path) !== true);
  const shrinks = leavesSome && !namesMore && quieting.length === 0 && arriving(desired, host).length === 0;
  const meanwhile = record === undefined ? undefined : withLeavingFiles(record, host);
  const afterwards = shrinks
    ? remember(record, host)
    : meanwhile === undefined || record === undefined
      ? []
      : forgetFiles(meanwhile, record);
  const steps = [
    ...leaving(desired, host).map((vip) => lowerVip(vip, stack, host)),
    ...(shrinks ? [] : remember(meanwhile, host)),
    ...quieting,
    ...changeBootFiles(intent, host),
    ...arriving(desired, host).map((vip) => raiseVip(vip, stack, host)),
    ...unsilence(intent, host),
    ...afterwards,
    ...forget(record, host),
  ];
  const notices = noticesOf(desired, host, intent, record);
  return steps.length === 0 ? { kind: 'as-wanted', notices } : { kind: 'change', steps, notices };
}

/** Only what is ours is ever taken away. */
function leaving(desired: Desired, host: LinuxObserved): readonly Vip[] {
  const ours = host.record?.vips ?? [];
  return desired.absent.filter((vip) => includesVip(ours, vip) && isOnLoopback(vip, host));
}

function arriving(desired: Desired, host: LinuxObserved): readonly Vip[] {
  return desired.present.filter((vip) => !isOnLoopback(vip, host));
}

function noticesOf(
  desired: Desired,
  host: LinuxObserved,
  intent: Intent,
  record: HostRecord | undefined,
): readonly string[] {
  const ours = host.record?.vips ?? [];
  const lastLeaves = record === undefined && host.record !== undefined;
  const aftermath = lastLeaves ? intent.stack.aftermath?.(host) : undefined;
  const foreign = desired.absent.filter((vip) => isOnLoopback(vip, host) && !includesVip(ours, vip));
  return [
    ...noticeRetired(desired, host.record),
    ...foreign.map((vip) => `${withPrefix(vip)} on lo was not made by vipfarm and stays`),
    ...namedByOthers([...desired.present, ...desired.absent], host).map(
      (place) => `${place}: a boot may bring it up from there, and that file is not vipfarm's`,
    ),
    ...(aftermath === undefined ? [] : [aftermath]),
    ...intent.keptFor.map((place) => `the ARP settings stay: ${place} may rely on them`),
  ];
}

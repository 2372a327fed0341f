import type { SimHost } from '../farm/host.ts';
import { stateOf, vipsOf } from '../farm/host.ts';
import { isNotedEnded } from '../farm/windows-task.ts';
import { isIpv4 } from '../platform/words.ts';
import type { Farm } from '../scenario.ts';
import { type HostSnapshot, hostView, type RunView } from './run-view.ts';

type Accuse = (what: string) => void;

/** Is what the run says of a host true? Of a host that others have disturbed meanwhile, nothing can be said. */
export function judgeOutcome(view: RunView, host: SimHost, farm: Farm, accuse: Accuse): void {
  const { run } = view.conduct.errand;
  const { outcome, entered, isDisturbed } = hostView(view, host.name);
  const say = (why: string): void => accuse(`${run}: ${host.name} ends as ${outcome}, and ${why}`);
  switch (outcome) {
    case 'changed':
      // A boot may have done what the change was for.
      if (
        entered === undefined ? !isAsWanted(view, host, farm) : !isDisturbed && !isAsWanted(view, host, farm)
      )
        say(`is ${stateOf(host)}`);
      break;
    case 'rolled-back':
      if (entered !== undefined && !isDisturbed && !isAsBefore(host, entered.state))
        say(`is ${stateOf(host)}, not ${JSON.stringify(entered.state)}`);
      break;
    case 'ok':
    case 'skipped':
    case 'not-attempted':
    case 'unreachable':
      if (entered !== undefined && !isDisturbed) say('a change of this run was begun there');
  }
}

/** Whether everything that the run wants of the host is so, now and after a boot. */
export function isAsWanted({ conduct }: RunView, host: SimHost, farm: Farm): boolean {
  const { name, disk, isUp } = host;
  // Of a Windows host whose power has just gone that counts with which it will come back.
  const memory = disk.windows !== undefined && !isUp ? disk : host.memory;
  const listed = farm.fleet.hosts.get(name);
  if (listed === undefined) return false;
  const { present, absent } = conduct.desiredOf(listed);
  const foreign = farm.foreign.get(name) ?? [];
  const isThere = present.every(
    ({ address }) =>
      memory.vips.has(address) && disk.vips.has(address) && disk.record?.vips.includes(address),
  );
  const isGone = absent.every(
    ({ address }) => foreign.includes(address) || (!memory.vips.has(address) && !disk.vips.has(address)),
  );
  const { windows } = disk;
  const needs = present.some(({ address }) => windows !== undefined || isIpv4(address));
  const isSet = !needs || (memory.isSet && disk.isSet);
  const isOver = windows?.trial === undefined || isNotedEnded(host, windows);
  const isKept = isOver && windows?.trialRecord === undefined;
  return isThere && isGone && isSet && isKept;
}

/** What was only repaired may stay: VIPs are as they were, and nothing that a VIP needs has gone. */
function isAsBefore({ memory, disk, boots, isUp }: SimHost, before: HostSnapshot): boolean {
  const now = vipsOf(memory.vips);
  const boot = vipsOf(disk.vips);
  // Boot entries may have been repaired, to what runs or to what a removal that was cut off has not yet forgotten.
  const isBootSame = [before.boot, before.now, before.recorded].includes(boot);
  // What a boot will make of it on Windows is seen when it has booted and nothing moves any more.
  if (disk.windows !== undefined && !isUp) return true;
  // On Windows a VIP comes back with a boot, and what was lost with the power before may be put back as it was recorded.
  const isNowSame =
    now === before.now || (disk.windows !== undefined && [before.boot, before.recorded].includes(now));
  if (boots !== before.boots)
    return isBootSame && (now === boot || (disk.windows !== undefined && isNowSame));
  // Silence, or weak host, may have come where a VIP is, comes with the next boot or is still recorded, and may have gone where none is.
  const isInNeed = (vip: string): boolean => vip !== '' && (disk.windows !== undefined || isIpv4(vip));
  const areInNeed = (vips: string): boolean => vips.split(',').some(isInNeed);
  const isRight = (was: boolean, is: boolean, vips: string): boolean =>
    was === is || (is ? [vips, boot, before.recorded].some(areInNeed) : !areInNeed(vips));
  return (
    isNowSame &&
    isBootSame &&
    isRight(before.isSet.now, memory.isSet, now) &&
    isRight(before.isSet.boot, disk.isSet, boot)
  );
}

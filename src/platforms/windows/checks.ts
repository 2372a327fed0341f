import { hostPrefix, includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { Check, CheckVerdict } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { checkRetired } from '../retired-vips.ts';
import { checkOwner, checkService } from '../vip-checks.ts';
import { checkAdapter } from './check-adapter.ts';
import { checkFirewall } from './check-firewall.ts';
import { checkNetsh } from './check-netsh.ts';
import { checkWeakHost } from './check-weak-host.ts';
import { intend } from './intent.ts';
import {
  bearerOf,
  describePlaces,
  goodPlace,
  isBare,
  isBuiltIn,
  isLoopback,
  nameOf,
  placesOf,
  strayPlaces,
} from './loopback.ts';
import type { WindowsObserved } from './observed.ts';

/** Everything that verify and audit look at on a Windows host, each with what was expected and what was found. */
export function windowsChecks(desired: Desired, host: WindowsObserved): readonly Check[] {
  return judge(desired, host).map((check) => orUnread(check, host));
}

/** What could not be read is not as expected, however it looks without it. */
function orUnread(check: Check, host: WindowsObserved): Check {
  const missing = host.unread.find(
    ({ part }) => check.evidence.includes(part) && !dispensable.includes(part),
  );
  if (missing === undefined) return check;
  const verdict = isBare(host) && cmdletsOnly.includes(missing.part) ? 'notice' : 'wrong';
  return { ...check, found: `${missing.part} could not be read there (${missing.id})`, verdict };
}

/** Without these a check assumes the worst, or has nothing to compare with. */
const dispensable: readonly string[] = ['network-profiles', 'netsh'];

/** What nothing but cmdlets can read: where they are missing it is told, and no fault. */
const cmdletsOnly: readonly string[] = ['bindings', 'firewall-profiles', 'firewall-rules'];

function judge(desired: Desired, host: WindowsObserved): readonly Check[] {
  const vips = desired.present;
  if (vips.length === 0) return desired.absent.map((vip) => checkGone(vip, host));
  // Looking does not take over, but what is there by hand is judged as if it were ours.
  const wish = { ...desired, adopt: true };
  const intent = intend(wish, host);
  const bearer = bearerOf(wish, host);
  return [
    ...vips.map((vip) => checkVip(vip, host)),
    ...vips.map((vip) => checkBoot(vip, host)),
    ...vips.flatMap((vip) => checkSource(vip, host)),
    ...checkWeakHost(intent, host),
    ...checkAdapter(bearer, host),
    ...desired.services.map((service) => checkService(service, vips, host.moment.listeners, 'listeners')),
    ...desired.services.map((service) => checkFirewall(service, intent, desired, host)),
    checkOwner(vips, host.record, host.addresses),
    ...checkRetired(desired, host.record),
    ...checkNetsh(intent, host),
  ];
}

function checkVip(vip: Vip, host: WindowsObserved): Check {
  const places = placesOf(vip, host).filter((place) => place.now !== undefined);
  return {
    id: 'vip-now',
    title: `${vip.address} is on a loopback adapter`,
    expected: `${withPrefix(vip)} on a loopback adapter and nowhere else`,
    found:
      places
        .map(
          (place) => `${vip.address}/${place.prefix} on ${nameOf(place.index, host)} (${place.now?.state})`,
        )
        .join(', ') || `${vip.address} is not there`,
    verdict: judgePlaces(vip, host),
    evidence: ['addresses', 'adapters'],
  };
}

/** Duplicate means that somebody else answered for the address: on a loopback adapter nobody can. */
function judgePlaces(vip: Vip, host: WindowsObserved): CheckVerdict {
  const places = placesOf(vip, host).filter((place) => place.now !== undefined);
  if (places.length === 0) return 'absent';
  const misplaced = places.some(
    (place) =>
      !isLoopback(place.index, host) ||
      place.prefix !== hostPrefix(vip.family) ||
      place.now?.state === 'Duplicate',
  );
  if (misplaced) return 'conflict';
  return places.some((place) => place.now?.state === 'Invalid') ? 'wrong' : 'ok';
}

/** It must be nowhere on the host, with whatever prefix. One on a loopback adapter that is not ours stays where it is. */
function checkGone(vip: Vip, host: WindowsObserved): Check {
  const places = placesOf(vip, host);
  const isAstray = strayPlaces(vip, host).length > 0;
  const isOurs = includesVip(host.record?.vips ?? [], vip);
  return {
    id: 'vip-gone',
    title: `${vip.address} is gone`,
    expected: 'not there',
    found: describePlaces(places, host) || 'not there',
    verdict: isAstray ? 'conflict' : places.length === 0 ? 'ok' : isOurs ? 'wrong' : 'notice',
    evidence: ['addresses', 'addresses-at-boot'],
  };
}

function checkBoot(vip: Vip, host: WindowsObserved): Check {
  const place = placesOf(vip, host).find((one) => one.atBoot !== undefined && isLoopback(one.index, host));
  return {
    id: 'vip-boot',
    title: `${vip.address} comes back at boot`,
    expected: 'in the persistent store',
    found: place === undefined ? 'not in the persistent store' : `on ${nameOf(place.index, host)}`,
    verdict: place === undefined ? 'absent' : 'ok',
    evidence: ['addresses-at-boot'],
  };
}

/** The built-in loopback has 127.0.0.1 as well, and Windows never sends from it to the outside. */
function checkSource(vip: Vip, host: WindowsObserved): readonly Check[] {
  const place = goodPlace(vip, host);
  const state = place?.now ?? place?.atBoot;
  if (place === undefined || state === undefined || isBuiltIn(place.index)) return [];
  return [
    {
      id: 'vip-no-source',
      title: `${vip.address} is never a source of its own accord`,
      expected: 'SkipAsSource: not for connections that the host opens, and not in DNS',
      found: state.skipAsSource ? 'SkipAsSource' : 'it may be chosen as a source and registered in DNS',
      verdict: state.skipAsSource ? 'ok' : 'wrong',
      evidence: ['addresses'],
    },
  ];
}

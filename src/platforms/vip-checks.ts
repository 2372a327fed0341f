import { includesVip, type Vip, withPrefix } from '../core/address.ts';
import type { Check, CheckVerdict } from '../core/check.ts';
import type { Service } from '../core/service.ts';
import type { HostRecord } from './host-record.ts';
import type { InterfaceAddress, Listener } from './platform.ts';

/** The addresses of a host, and the name of its loopback, by the section of the probe that shows them. */
export interface HostAddresses {
  readonly addresses: readonly InterfaceAddress[];
  readonly loopback: string;
  readonly evidence: string;
}

export function checkVip(vip: Vip, { addresses, loopback, evidence }: HostAddresses): Check {
  const found = addresses.filter((one) => one.address === vip.address);
  const isAstray = strayPlaces([vip], { addresses, loopback }).length > 0;
  const verdict: CheckVerdict = isAstray ? 'conflict' : found.length > 0 ? 'ok' : 'absent';
  return {
    id: 'vip-now',
    title: `${vip.address} is on ${loopback}`,
    expected: `${withPrefix(vip)} on ${loopback} and nowhere else`,
    found: describePlaces(found) || `${vip.address} is not on ${loopback}`,
    verdict,
    evidence: [evidence],
  };
}

/** It must be nowhere on the host, with whatever prefix. One on the loopback that is not ours stays where it is. */
export function checkGone(
  vip: Vip,
  { addresses, loopback, evidence }: HostAddresses,
  isOurs: boolean,
): Check {
  const found = addresses.filter((one) => one.address === vip.address);
  const isAstray = strayPlaces([vip], { addresses, loopback }).length > 0;
  return {
    id: 'vip-gone',
    title: `${vip.address} is gone`,
    expected: 'not there',
    found: describePlaces(found) || 'not there',
    verdict: isAstray ? 'conflict' : found.length === 0 ? 'ok' : isOurs ? 'wrong' : 'notice',
    evidence: [evidence],
  };
}

/** Where VIPs stand in another form than whole on the loopback: vipfarm made none of that, and takes none of it away. */
export function strayPlaces(
  vips: readonly Vip[],
  { addresses, loopback }: Pick<HostAddresses, 'addresses' | 'loopback'>,
): readonly InterfaceAddress[] {
  return addresses.filter(
    (one) => includesVip(vips, one) && (one.interface !== loopback || !isWholeAddress(one)),
  );
}

/** `192.0.2.100/30 on lo, 192.0.2.100/32 on br0`; empty where there is none. */
export function describePlaces(places: readonly InterfaceAddress[]): string {
  return places.map((one) => `${shown(one)} on ${one.interface}`).join(', ');
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['*', 'every address'],
  ['0.0.0.0', 'every IPv4 address'],
  ['::', 'every IPv6 address'],
]);

/** A listener on the host's own address only answers health checks, and refuses every client. */
export function checkService(
  service: Service,
  vips: readonly Vip[],
  listeners: readonly Listener[],
  evidence: string,
): Check {
  const { protocol, port } = service;
  const fitting = listeners.filter((one) => one.port === port && one.protocol === protocol);
  const takes = (one: Listener, vip: Vip): boolean =>
    ['*', vip.family === 4 ? '0.0.0.0' : '::', vip.address].includes(one.address);
  const isReached = vips.every((vip) => fitting.some((one) => takes(one, vip)));
  const mayBeReached = vips.every((vip) =>
    fitting.some((one) => takes(one, vip) || one.perhaps === vip.family),
  );
  const places = fitting.map(
    ({ address, perhaps }) =>
      `${wildcards.get(address) ?? address}${perhaps === undefined ? '' : ` (of IPv${perhaps} it is not known)`}`,
  );
  const where = [...new Set(places)].join(', ');
  const found =
    where === ''
      ? `nothing listens on ${protocol} port ${port}: start the service there`
      : `${protocol} port ${port} listens on ${where}`;
  return {
    id: `service-${protocol}-${port}`,
    title: `${protocol} port ${port} answers on the VIP`,
    expected: 'a listener on the VIP or on every address',
    found: mayBeReached || where === '' ? found : `${found}: let it listen on the VIP or on every address`,
    verdict: isReached ? 'ok' : mayBeReached ? 'notice' : 'wrong',
    evidence: [evidence],
  };
}

export function checkOwner(
  vips: readonly Vip[],
  record: Pick<HostRecord, 'vips'> | undefined,
  addresses: readonly InterfaceAddress[],
): Check {
  const there = vips.filter((vip) => includesVip(addresses, vip));
  const strangers = unrecorded(there, record);
  const known = there.length === 0 ? 'nothing is there' : 'recorded';
  return {
    id: 'made-by-vipfarm',
    title: 'vipfarm put it there',
    expected: 'recorded on the host',
    found: strangers.length === 0 ? known : `no record of ${strangers.join(', ')}`,
    verdict: strangers.length === 0 ? 'ok' : 'notice',
    evidence: ['record'],
  };
}

/** What is said of boot files that are not as wanted: somebody has changed them, or they were made before a VIP came to its pool. */
export function judgeBootFiles(
  paths: readonly string[],
  vips: readonly Vip[],
  record: Pick<HostRecord, 'vips'> | undefined,
): Pick<Check, 'found' | 'verdict'> {
  const newcomers = unrecorded(vips, record);
  const files = paths.join(', ');
  if (newcomers.length === 0) return { found: `${files} changed`, verdict: 'wrong' };
  return { found: `${newcomers.join(', ')} not yet in ${files}`, verdict: 'absent' };
}

function unrecorded(vips: readonly Vip[], record: Pick<HostRecord, 'vips'> | undefined): readonly string[] {
  return vips.filter((vip) => !includesVip(record?.vips ?? [], vip)).map(({ address }) => address);
}

function shown({ address, prefix }: InterfaceAddress): string {
  return prefix === 0 ? `${address} with a mask that is not shown` : `${address}/${prefix}`;
}

export function isWholeAddress(one: Pick<InterfaceAddress, 'family' | 'prefix'>): boolean {
  return one.prefix === (one.family === 4 ? 32 : 128);
}

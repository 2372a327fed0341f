import { includesVip, type Vip } from '../../core/address.ts';
import { digestOf } from '../../core/digest.ts';
import type { HostRecord } from '../host-record.ts';
import { folderOf, isOursWhole, type OwnFile } from '../own-file.ts';
import type { Desired } from '../platform.ts';
import { describePlaces, isWholeAddress } from '../vip-checks.ts';
import {
  type ArpMode,
  bearsOurArp,
  currentSysctl,
  isArpKey,
  priorArpValues,
  renderSysctlFile,
  silencingKeys,
} from './arp.ts';
import { namedByOthers } from './boot-lines.ts';
import type { LinuxObserved } from './observed.ts';
import { type Stack, sysctlPath } from './stacks/stack.ts';

/** How the host has to be in the end: what plan works towards and checks compare with. */
export interface Intent {
  readonly stack: Stack;
  readonly arp: ArpMode;
  /** Every VIP of vipfarm that the host has in the end, of whatever pool. */
  readonly vips: readonly Vip[];
  /** The ARP settings, slash form to value, that the VIPs need; none when no VIP needs any. */
  readonly silencing: ReadonlyMap<string, string>;
  /** The same for boot; undefined when no VIP needs them. */
  readonly sysctlFile: OwnFile | undefined;
  /** The files by which the stack brings the VIPs back. */
  readonly bootFiles: readonly OwnFile[];
  /** Why ARP settings stay although no VIP of ours needs them. */
  readonly keptFor: readonly string[];
}

export function intend(desired: Desired, host: LinuxObserved, stack: Stack): Intent {
  const arp = desired.arp ?? 'all';
  const before = host.record?.vips ?? [];
  const vips = [...before, ...desired.present.filter((vip) => !includesVip(before, vip))].filter(
    (vip) => !includesVip(desired.absent, vip),
  );
  const keptFor = vips.some(isIpv4) || !bearsOurArp(host) ? [] : stillNeeding(host, desired);
  const silent = vips.some(isIpv4) || keptFor.length > 0;
  const keys = silent ? silencingKeys(host, vips, arp) : new Map<string, string>();
  const sysctlFile: OwnFile | undefined = silent
    ? { kind: 'file', path: sysctlPath, content: renderSysctlFile(keys), mode: 0o644 }
    : undefined;
  const bootFiles = stack.files(vips, host);
  return { stack, arp, vips, silencing: keys, sysctlFile, bootFiles, keptFor };
}

/** What the host remembers in the end; undefined when nothing of ours is left. */
export function recordOf(intent: Intent, host: LinuxObserved): HostRecord | undefined {
  const { stack, vips, silencing: keys, sysctlFile, bootFiles } = intent;
  const files = sysctlFile === undefined ? bootFiles : [sysctlFile, ...bootFiles];
  if (files.length === 0 || (vips.length === 0 && sysctlFile === undefined)) return undefined;
  const known = priorArpValues(host);
  const priorSysctl = new Map(
    [...(host.record?.priorSysctl ?? [])].filter(
      ([key]) => !isArpKey(key) || keys.size === 0 || known.has(key),
    ),
  );
  for (const key of [...keys.keys(), ...(stack.disturbs ?? [])]) {
    const current = currentSysctl(host, key);
    if (!priorSysctl.has(key) && current !== undefined) priorSysctl.set(key, current);
  }
  const folders = files.map((file) => folderOf(file.path)).filter((folder) => !host.folders.has(folder));
  return {
    vips,
    guests: host.record?.guests ?? guestsOnLoopback(host, vips),
    priorSysctl,
    files: new Map(files.filter(isOursWhole).map((file) => [file.path, contentDigest(file)])),
    folders: [...new Set([...(host.record?.folders ?? []), ...folders])],
  };
}

/** What is compared with the probe's finding: sha256 of a file, the target of a link. */
export function contentDigest(file: OwnFile): string {
  return file.kind === 'link' ? file.target : digestOf(file.content);
}

/** Addresses on lo that are neither the kernel's own nor ours, with their prefixes. */
export function guestsOnLoopback(host: LinuxObserved, ours: readonly Vip[]): readonly string[] {
  return host.addresses
    .filter((one) => one.interface === 'lo' && one.address !== '::1' && !one.address.startsWith('127.'))
    .filter((one) => !ours.some((vip) => vip.address === one.address))
    .map((one) => `${one.address}/${one.prefix}`);
}

/**
 * Addresses that may rely on the ARP settings, which are then not taken away from under them: VIPs of the inventory or
 * of the record that are not ours to remove, whatever their prefix and wherever they stand, or that others bring up at
 * boot, and guests on lo that came after vipfarm.
 */
function stillNeeding(host: LinuxObserved, desired: Desired): readonly string[] {
  const known = host.record?.guests ?? [];
  const ours = host.record?.vips ?? [];
  const vips = [...ours, ...desired.others, ...desired.absent];
  const newGuests = guestsOnLoopback(host, vips).filter((guest) => !known.includes(guest));
  const places = host.addresses.filter((one) => {
    if (one.family === 6) return false;
    const isOnLo = one.interface === 'lo';
    if (!includesVip(vips, one)) return isOnLo && newGuests.includes(`${one.address}/${one.prefix}`);
    return !(isOnLo && isWholeAddress(one) && includesVip(ours, one));
  });
  const afterBoot = namedByOthers([...ours, ...desired.absent].filter(isIpv4), host);
  return [...places.map((one) => describePlaces([one])), ...new Set(afterBoot)];
}

function isIpv4(vip: Vip): boolean {
  return vip.family === 4;
}

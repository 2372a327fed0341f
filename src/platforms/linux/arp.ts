import { isInSubnet, type Vip } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import { onceForSame } from '../once-for-same.ts';
import { madeByVipfarm } from '../own-file.ts';
import type { InterfaceAddress } from '../platform.ts';
import type { InterfaceConf, LinuxObserved, SysctlAssignment } from './observed.ts';
import { sysctlNumber } from './read-sysctl.ts';
import { sysctlPath } from './stacks/stack.ts';
import { bootAssignment } from './sysctl-order.ts';

/** `all`: every NIC there is or will be. `nics`: only those that face the VIPs' segment. */
export type ArpMode = 'all' | 'nics';

/** arp_ignore: 1 and 2 answer only for addresses of the receiving NIC, 8 never answers. 3 answers for global VIPs. */
const silentIgnore: readonly number[] = [1, 2, 8];
const silentAnnounce = 2;

export const arpSettings = ['arp_ignore', 'arp_announce'] as const;

/** A NIC (or `all` or `default`, for those to come) that would answer or ask for a VIP, by the larger of its own value and all's. */
export interface ArpLeak {
  readonly nic: string;
  readonly setting: (typeof arpSettings)[number];
  readonly value: number;
  /** What sets it at boot, where that is what was asked for and known. */
  readonly by?: SysctlAssignment;
}

/** What leaks as the kernel is set now. */
export function leaksNow(host: LinuxObserved, vips: readonly Vip[], mode: ArpMode): readonly ArpLeak[] {
  return judgedNames(host, vips, mode).flatMap((nic) =>
    leaksOf(nic, (name, setting) => ({ value: valueNow(host, name, setting) })),
  );
}

/** What would leak after a boot, by the files that set it and the order in which this system reads them. */
export function leaksAtBoot(host: LinuxObserved, vips: readonly Vip[], mode: ArpMode): readonly ArpLeak[] {
  return mode === 'all' ? leaksAtBootOfAll(host) : leaksAtBootOf(host, facingNics(host, vips));
}

const leaksAtBootOfAll = onceForSame(arpSources, (host) => leaksAtBootOf(host, everyName(host)));

function leaksAtBootOf(host: LinuxObserved, names: readonly string[]): readonly ArpLeak[] {
  return names.flatMap((nic) =>
    leaksOf(nic, (name, setting) => {
      const by = bootAssignment(host, arpKey(name, setting));
      return by === undefined ? { value: 0 } : { value: sysctlNumber(by.value), by };
    }),
  );
}

/** The keys (slash form) and values that silence the NICs. A prior value that is silent already is kept. */
export function silencingKeys(
  host: LinuxObserved,
  vips: readonly Vip[],
  mode: ArpMode,
): ReadonlyMap<string, string> {
  if (mode === 'all') return silencingAll(host);
  const names = facingNics(host, vips);
  return silencing(host, names, names);
}

const silencingAll = onceForSame(arpSources, (host) => silencing(host, ['all'], everyName(host)));

/** @param set the names that are set in any case @param judged those that are set where their own value would leak */
function silencing(
  host: LinuxObserved,
  set: readonly string[],
  judged: readonly string[],
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const before = priorArpValues(host);
  const priorValue = (name: string, setting: ArpLeak['setting']): number =>
    Number(before.get(arpKey(name, setting)) ?? valueNow(host, name, setting));
  for (const name of set) {
    const prior = priorValue(name, 'arp_ignore');
    keys.set(arpKey(name, 'arp_ignore'), silentIgnore.includes(prior) ? String(prior) : '1');
    keys.set(arpKey(name, 'arp_announce'), String(silentAnnounce));
  }
  for (const name of judged) {
    for (const setting of arpSettings) {
      const values = [
        priorValue(name, setting),
        sysctlNumber(bootAssignment(host, arpKey(name, setting), sysctlPath)?.value ?? '0'),
      ];
      if (values.some((value) => outdoes(setting, value))) {
        keys.set(arpKey(name, setting), setting === 'arp_ignore' ? '1' : String(silentAnnounce));
      }
    }
  }
  return keys;
}

/**
 * True for a value that leaks whatever stands beside it: of a NIC's value and that of all, the kernel takes the larger. One
 * that cannot be read (NaN) does, too.
 */
export function outdoes(setting: ArpLeak['setting'], value: number): boolean {
  return !(value <= silentAnnounce) && !(setting === 'arp_ignore' && silentIgnore.includes(value));
}

/** The text of our sysctl file. Slash form where a NIC's name has a dot. */
export function renderSysctlFile(keys: ReadonlyMap<string, string>): string {
  const lines = [...keys].map(([key, value]) => `${dottedForm(key)} = ${value}`);
  return `${[madeByVipfarm, ...lines].join('\n')}\n`;
}

/**
 * Other addresses that would fall silent with `all`: those that are answered for over a NIC that does not own them.
 * None when everything is silent already.
 */
export function addressesCutByAll(host: LinuxObserved): readonly InterfaceAddress[] {
  if (silentIgnore.includes(valueNow(host, 'all', 'arp_ignore'))) return [];
  const onNics = host.addresses.filter(
    (one) => one.family === 4 && host.nics.some((nic) => nic.name === one.interface),
  );
  return onNics.filter((one) =>
    onNics.some(
      (other) =>
        other.interface !== one.interface &&
        other.prefix < 32 &&
        isInSubnet(one.address, other.address, other.prefix),
    ),
  );
}

/** Prints a line for each leak as the kernel is set when it runs; nothing when all is silent. Arguments: NICs, none for all. */
export function leaksCommand(host: LinuxObserved, vips: readonly Vip[], mode: ArpMode): Command {
  return ['sh', '-c', leaksScript, 'sh', ...(mode === 'all' ? [] : facingNics(host, vips))];
}

// With cat, because dash reads byte by byte, and a file of /proc/sys answers only the first of such reads. A NIC may be
// gone between the two lines.
const leaksScript = `cd /proc/sys/net/ipv4/conf && ai=$(cat all/arp_ignore) && aa=$(cat all/arp_announce) || exit 1
[ $# -gt 0 ] || set -- *
for n in "$@"; do
  case $n in lo) continue ;; esac
  { i=$(cat "$n/arp_ignore") && a=$(cat "$n/arp_announce"); } 2>/dev/null || continue
  [ "$ai" -gt "$i" ] && i=$ai
  [ "$aa" -gt "$a" ] && a=$aa
  case $i in 1|2|8) ;; *) echo "$n arp_ignore $i" ;; esac
  [ "$a" = 2 ] || echo "$n arp_announce $a"
done
exit 0`;

export function arpKey(name: string, setting: ArpLeak['setting']): string {
  return `net/ipv4/conf/${name}/${setting}`;
}

export function isArpKey(key: string): boolean {
  return /^net\/ipv4\/conf\/.+\/(arp_ignore|arp_announce)$/.test(key);
}

/**
 * What the record says of ARP before the first VIP came; nothing when our settings are not in force. (A record outlives
 * them where the last IPv4 VIP has left and an IPv6 one stays; what somebody sets then is not ours to put back.)
 */
export function priorArpValues(host: LinuxObserved): ReadonlyMap<string, string> {
  if (!bearsOurArp(host)) return new Map();
  return new Map([...(host.record?.priorSysctl ?? [])].filter(([key]) => isArpKey(key)));
}

/** True from the first IPv4 VIP of ours until ARP is as before; a run that was cut off between may have left the file. */
export function bearsOurArp(host: LinuxObserved): boolean {
  if (host.record === undefined) return false;
  const knowsPrior = [...host.record.priorSysctl.keys()].some(isArpKey);
  return host.record.files.has(sysctlPath) || (knowsPrior && host.files.has(sysctlPath));
}

/** The value that a key has now, as text; undefined for a NIC that is gone. */
export function currentSysctl(host: LinuxObserved, key: string): string | undefined {
  const ofLoopback = host.loopbackSettings.get(key);
  if (ofLoopback !== undefined) return ofLoopback;
  const [, name = '', setting] = /^net\/ipv4\/conf\/(.+)\/(arp_ignore|arp_announce)$/.exec(key) ?? [];
  const conf = host.conf.get(name);
  if (conf === undefined) return undefined;
  return String(setting === 'arp_ignore' ? conf.arpIgnore : conf.arpAnnounce);
}

/**
 * The names that must be silent: with `all`, that pseudo-interface too, so that a NIC plugged in later is covered, and
 * `default`, of which such a NIC has its own value.
 */
function judgedNames(host: LinuxObserved, vips: readonly Vip[], mode: ArpMode): readonly string[] {
  return mode === 'all' ? everyName(host) : facingNics(host, vips);
}

function everyName(host: LinuxObserved): readonly string[] {
  return [...host.conf.keys()].filter((name) => name !== 'lo');
}

/** All that the ARP of every NIC follows from, now and at boot; hosts that were set up alike have it in common. */
function arpSources({ conf, sysctl, init, managers, record, files }: LinuxObserved): readonly unknown[] {
  return [conf, sysctl, init, managers, record, files];
}

/** NICs with an address in the network of a VIP; where none has one, the NIC that this session comes in by, else all. */
function facingNics(host: LinuxObserved, vips: readonly Vip[]): readonly string[] {
  const candidates = host.addresses.filter((one) => host.nics.some((nic) => nic.name === one.interface));
  const near = candidates.filter(
    (one) =>
      one.family === 4 &&
      one.prefix < 32 &&
      vips.some((vip) => vip.family === 4 && isInSubnet(vip.address, one.address, one.prefix)),
  );
  const session = candidates.filter((one) => one.address === host.moment.session);
  const chosen = [near, session, candidates].find((list) => list.length > 0) ?? [];
  return [...new Set(chosen.map((one) => one.interface))];
}

type Reading = { readonly value: number; readonly by?: SysctlAssignment };

function leaksOf(
  nic: string,
  read: (name: string, setting: ArpLeak['setting']) => Reading,
): readonly ArpLeak[] {
  const ignore = larger(read('all', 'arp_ignore'), read(nic, 'arp_ignore'));
  const announce = larger(read('all', 'arp_announce'), read(nic, 'arp_announce'));
  const leaks: ArpLeak[] = [];
  if (!silentIgnore.includes(ignore.value)) leaks.push({ nic, setting: 'arp_ignore', ...ignore });
  if (announce.value !== silentAnnounce) leaks.push({ nic, setting: 'arp_announce', ...announce });
  return leaks;
}

function larger(a: Reading, b: Reading): Reading {
  const unreadable = [a, b].find((one) => Number.isNaN(one.value));
  if (unreadable !== undefined) return unreadable;
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return a.by === undefined ? b : a;
}

function valueNow(host: LinuxObserved, name: string, setting: ArpLeak['setting']): number {
  const conf: InterfaceConf | undefined = host.conf.get(name);
  if (conf === undefined) return 0;
  return setting === 'arp_ignore' ? conf.arpIgnore : conf.arpAnnounce;
}

function dottedForm(key: string): string {
  return key.includes('.') ? key : key.replaceAll('/', '.');
}

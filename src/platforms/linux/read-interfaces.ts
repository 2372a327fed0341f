import { parseAddress } from '../../core/address.ts';
import type { InterfaceAddress, Nic } from '../platform.ts';
import type { InterfaceConf } from './observed.ts';

/** `ip -o link show`: `2: eth0@if9: <BROADCAST,UP> mtu 1500 ...\    link/ether 02:00:00:00:00:11 brd ...`. Without lo. */
export function readLinks(lines: readonly string[]): readonly Nic[] {
  const nics: Nic[] = [];
  for (const line of lines) {
    const found = /^\d+:\s+([^:@\s]+)(?:@\S+)?:\s+<([^>]*)>/.exec(line);
    if (found === null) continue;
    const [, name = '', flags = ''] = found;
    if (name === 'lo' || flags.split(',').includes('LOOPBACK')) continue;
    const mac = /link\/ether ([0-9a-f:]{17})/.exec(line)?.[1];
    nics.push({ name, mac, up: flags.split(',').includes('UP') });
  }
  return nics;
}

/**
 * `ip -o addr show`: `1: lo    inet 192.0.2.100/32 brd 192.0.2.100 scope global lo:0\       valid_lft ...`. The label
 * is the last word before the backslash, where it begins with the interface's name; busybox prints the same.
 */
export function readAddresses(lines: readonly string[]): readonly InterfaceAddress[] {
  const addresses: InterfaceAddress[] = [];
  for (const line of lines) {
    const found = /^\d+:\s+(\S+)\s+inet6?\s+([0-9a-fA-F.:]+)(?:\s+peer\s+\S+?)?(?:\/(\d+))?\s(.*)$/.exec(
      line,
    );
    if (found === null) continue;
    const [, name = '', text = '', prefix, rest = ''] = found;
    const vip = parseAddress(text);
    if (vip === undefined) continue;
    addresses.push({
      interface: name.replace(/@.*$/, ''),
      address: vip.address,
      prefix: prefix === undefined ? (vip.family === 4 ? 32 : 128) : Number(prefix),
      family: vip.family,
      label: readLabel(rest, name),
      scope: /scope (\S+)/.exec(rest)?.[1],
    });
  }
  return addresses;
}

function readLabel(rest: string, name: string): string | undefined {
  const words = (rest.split('\\')[0] ?? '').trim().split(/\s+/);
  const last = words.at(-1);
  return last?.startsWith(`${name}:`) ? last : undefined;
}

/** Lines `./eth0/arp_ignore:0`. An interface of which the ARP settings are not known is left out. */
export function readConf(lines: readonly string[]): ReadonlyMap<string, InterfaceConf> {
  const found = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const [, name = '', setting = '', value] = /^\.\/([^/]+)\/(\w+):(-?\d+)$/.exec(line) ?? [];
    if (value === undefined) continue;
    const settings = found.get(name) ?? new Map<string, number>();
    found.set(name, settings.set(setting, Number(value)));
  }
  const conf = new Map<string, InterfaceConf>();
  for (const [name, settings] of found) {
    const arpIgnore = settings.get('arp_ignore');
    const arpAnnounce = settings.get('arp_announce');
    if (arpIgnore === undefined || arpAnnounce === undefined) continue;
    const [rpFilter = 0, forwarding = 0, proxyArp = 0] = ['rp_filter', 'forwarding', 'proxy_arp'].map((key) =>
      settings.get(key),
    );
    conf.set(name, { arpIgnore, arpAnnounce, rpFilter, forwarding, proxyArp });
  }
  return conf;
}

import { parseAddress } from '../../core/address.ts';
import type { InterfaceAddress, Nic } from '../platform.ts';
import type { FoundInterfaces } from './system.ts';

/**
 * `ifconfig -a` as the BSDs, macOS, AIX, Solaris and illumos print it: a line at the margin for each interface, indented
 * lines for what it has. Solaris tells logical interfaces apart (`lo0:1`): their addresses belong to `lo0`, labelled.
 */
export function readIfconfig(lines: readonly string[], loopback: string): FoundInterfaces {
  const nics = new Map<string, { mac: string | undefined; up: boolean }>();
  const addresses: InterfaceAddress[] = [];
  let current: { readonly name: string; readonly label: string | undefined } | undefined;
  for (const line of lines) {
    const [, label, flags] = /^([A-Za-z][\w.-]*(?::\d+)?): .*<([^>]*)>/.exec(line) ?? [];
    if (label !== undefined && flags !== undefined) {
      const name = label.replace(/:.*$/, '');
      current = { name, label: label === name ? undefined : label };
      const up = flags.split(',').includes('UP');
      if (name !== loopback && !nics.has(name)) nics.set(name, { mac: undefined, up });
      continue;
    }
    if (current === undefined || !/^\s/.test(line)) {
      current = undefined;
      continue;
    }
    const mac = readMac(line);
    const nic = nics.get(current.name);
    if (mac !== undefined && nic !== undefined) nic.mac = mac;
    const address = readAddress(line.trim().split(/\s+/));
    if (address !== undefined)
      addresses.push({ interface: current.name, label: current.label, scope: undefined, ...address });
  }
  return { nics: [...nics].map(([name, nic]): Nic => ({ name, ...nic })), addresses };
}

/** `ether 02:00:00:00:00:11`, `lladdr 02:...` (OpenBSD), `address: 02:...` (NetBSD), `ether 0:14:4f:1:2:3` (Solaris). */
function readMac(line: string): string | undefined {
  const text = /^\s+(?:ether|lladdr|address:)\s+([0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5})(?:\s|$)/.exec(
    line,
  )?.[1];
  return text === undefined ? undefined : canonicalMac(text, ':');
}

/** `0:14:4f:1:2:3`, `a.c6.24.39.41.3`: without the zeros that lead. */
export function canonicalMac(text: string, separator: string): string {
  return text
    .toLowerCase()
    .split(separator)
    .map((part) => part.padStart(2, '0'))
    .join(':');
}

type FoundAddress = Pick<InterfaceAddress, 'address' | 'prefix' | 'family'>;

/**
 * `inet 192.0.2.100 netmask 0xffffffff broadcast ...`, `inet 10.0.0.1 --> 10.0.0.2 netmask ff000000`,
 * `inet 192.0.2.100/32 flags 0x0`, `inet6 fe80::1%lo0 prefixlen 64 scopeid 0x1`, `inet6 ::1%1/0`.
 */
function readAddress(words: readonly string[]): FoundAddress | undefined {
  const [family, text = ''] = words;
  if (family !== 'inet' && family !== 'inet6') return undefined;
  const [bare = '', slash] = text.replace(/%[^/]*/, '').split('/');
  const vip = parseAddress(bare);
  if (vip === undefined || vip.family !== (family === 'inet' ? 4 : 6)) return undefined;
  const shown = slash ?? wordAfter(words, 'prefixlen') ?? wordAfter(words, 'prefix');
  const prefix =
    shown === undefined ? readMask(wordAfter(words, 'netmask') ?? '') : readPrefix(shown, vip.family);
  return { address: vip.address, family: vip.family, prefix };
}

function wordAfter(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at === -1 ? undefined : words[at + 1];
}

function readPrefix(text: string, family: 4 | 6): number {
  const prefix = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return prefix <= (family === 4 ? 32 : 128) ? prefix : 0;
}

/** `0xffffff00`, `ffffff00`, `255.255.255.0`; 0 for what is no mask. */
export function readMask(text: string): number {
  const hex = /^(?:0x)?([0-9a-fA-F]{8})$/.exec(text)?.[1];
  const octets =
    hex === undefined
      ? text.split('.').map(Number)
      : (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return 0;
  const bits = octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replace(/0/g, '').length : 0;
}

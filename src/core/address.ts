import ipaddr from 'ipaddr.js';

/** 4 for IPv4, 6 for IPv6. */
export type Family = 4 | 6;

/** A virtual IP in its canonical text form; its prefix is always the whole address (/32 or /128). */
export interface Vip {
  readonly address: string;
  readonly family: Family;
}

/** Up to 255, without leading zeros: an address of four such numbers is canonical as it stands. */
const number = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const fourNumbers = new RegExp(`^${number}(?:\\.${number}){3}$`);

/** The canonical address, or undefined when the text is none. */
export function parseAddress(text: string): Vip | undefined {
  if (fourNumbers.test(text)) return { address: text, family: 4 };
  return text.includes(':') ? parseIpv6(text) : undefined;
}

/** By trying: whether a text is an address costs ipaddr.js as much as what it says. */
function parseIpv6(text: string): Vip | undefined {
  try {
    return { address: ipaddr.IPv6.parse(text).toRFC5952String(), family: 6 };
  } catch {
    return undefined;
  }
}

/** The length of a host prefix: 32 or 128. */
export function hostPrefix(family: Family): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/** `192.0.2.1/32`, `2001:db8::1/128`. */
export function withPrefix(vip: Vip): string {
  return `${vip.address}/${hostPrefix(vip.family)}`;
}

/** True when `address` lies in the network that `member/prefix` belongs to. Both must be canonical addresses. */
export function isInSubnet(address: string, member: string, prefix: number): boolean {
  const a = ipaddr.parse(address);
  const b = ipaddr.parse(member);
  return a.kind() === b.kind() && a.match(b, prefix);
}

/** What an address is for, in the words of ipaddr.js: unicast, private, loopback, multicast, linkLocal, broadcast, ... */
export function addressRange(address: string): string {
  return ipaddr.parse(address).range();
}

export function includesVip(vips: readonly Vip[], vip: Pick<Vip, 'address'>): boolean {
  return vips.some((one) => one.address === vip.address);
}

import { parseAddress } from '../../core/address.ts';
import type { Listener } from '../platform.ts';

/** Lines of `ss -lntu` or of `netstat -lntu`; in both, the local address is the first word that ends in a port. */
export function readListeners(lines: readonly string[]): readonly Listener[] {
  const wildcards = wildcardsOf(lines);
  const listeners: Listener[] = [];
  for (const line of lines) {
    const [protocol = '', ...words] = line.trim().split(/\s+/);
    const local = words.find((word) => /[:.]\d+$/.test(word));
    const kind = /^(tcp|udp)6?$/.exec(protocol)?.[1];
    if (local === undefined || (kind !== 'tcp' && kind !== 'udp')) continue;
    const colon = local.lastIndexOf(':');
    const address = readHost(local.slice(0, colon));
    const port = Number(local.slice(colon + 1));
    listeners.push({ protocol: kind, port, ...(wildcards.get(address) ?? { address }) });
  }
  return listeners;
}

type Place = Pick<Listener, 'address' | 'perhaps'>;

const maybeIpv4: Place = { address: '::', perhaps: 4 };
const maybeIpv6: Place = { address: '0.0.0.0', perhaps: 6 };

/**
 * What stands for every address. An ss that says `0.0.0.0` anywhere (iproute2 from 2018 on) says `*` of a socket for both
 * families, and `[::]` of one that refuses IPv4. An older one says `*` for IPv4, and of `[::]` or `:::` not whether it takes IPv4,
 * nor does netstat.
 */
function wildcardsOf(lines: readonly string[]): ReadonlyMap<string, Place> {
  const saysAll = lines.some((line) => /\s0\.0\.0\.0(%\S+)?:/.test(line));
  const saysTriple = lines.some((line) => /\s:::(\d+|\*)(\s|$)/.test(line));
  return new Map([
    ['::', maybeIpv4],
    ['[::]', saysAll ? { address: '::' } : maybeIpv4],
    ['*', saysAll ? { address: '*' } : saysTriple ? { address: '0.0.0.0' } : maybeIpv6],
  ]);
}

/** `[fe80::1%eth0]` and `127.0.0.53%lo` lose their zone; wildcards stay as they are written. */
function readHost(text: string): string {
  const written = text.replace(/%[^\]]*/, '');
  const bare = written.replace(/^\[|\]$/g, '');
  if (bare === '*' || bare === '::') return written;
  return parseAddress(bare.replace(/^::ffff:/, ''))?.address ?? bare;
}

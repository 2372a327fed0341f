import { parseAddress } from '../../core/address.ts';
import type { Listener } from '../platform.ts';

/**
 * Listeners by `netstat -an`: `tcp4 0 0 *.22 *.* LISTEN` on the BSDs, macOS, AIX and HP-UX; below headings such as
 * `TCP: IPv4`, with the local address first, on Solaris.
 */
export function readListeners(lines: readonly string[]): readonly Listener[] {
  const listeners: Listener[] = [];
  let heading: { readonly protocol: string; readonly families: string } | undefined;
  for (const line of lines) {
    const [, named, family] = /^(TCP|UDP): IPv([46])/.exec(line) ?? [];
    if (named !== undefined && family !== undefined) {
      heading = { protocol: named.toLowerCase(), families: family };
      continue;
    }
    const words = line.trim().split(/\s+/);
    const [, named4 = heading?.protocol, families = heading?.families ?? ''] =
      /^(tcp|udp)(4|6|46)?$/.exec(words[0] ?? '') ?? [];
    const local = words.find((word) => /.\.\d+$/.test(word) && !/^\d+\.\d+$/.test(word));
    if (local === undefined || (named4 !== 'tcp' && named4 !== 'udp')) continue;
    if (named4 === 'tcp' && words.at(-1) !== 'LISTEN') continue;
    const dot = local.lastIndexOf('.');
    const address = readHost(local.slice(0, dot), families);
    if (address !== undefined)
      listeners.push({ protocol: named4, address, port: Number(local.slice(dot + 1)) });
  }
  return listeners;
}

/** `*` of tcp4 is every IPv4 address, of tcp6 every IPv6 address, of tcp46 and of a tcp without number every address. */
function readHost(text: string, families: string): string | undefined {
  if (text === '*') return families === '4' ? '0.0.0.0' : families === '6' ? '::' : '*';
  return parseAddress(text.replace(/%.*$/, ''))?.address;
}

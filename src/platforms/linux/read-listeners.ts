import { parseAddress } from '../../core/address.ts';
import type { Listener } from '../platform.ts';

/** Lines of `ss -lntu` or of `netstat -lntu`; in both, the local address is the first word that ends in a port. */
export function readListeners(lines: readonly string[]): readonly Listener[] {
  const listeners: Listener[] = [];
  for (const line of lines) {
    const [protocol = '', ...words] = line.trim().split(/\s+/);
    const local = words.find((word) => /[:.]\d+$/.test(word));
    const kind = /^(tcp|udp)6?$/.exec(protocol)?.[1];
    if (local === undefined || (kind !== 'tcp' && kind !== 'udp')) continue;
    const colon = local.lastIndexOf(':');
    listeners.push({
      protocol: kind,
      address: readHost(local.slice(0, colon)),
      port: Number(local.slice(colon + 1)),
    });
  }
  return listeners;
}

/** `*`, `::` and `[::]` are every address, `0.0.0.0` is every IPv4 address only; `[fe80::1%eth0]` and `127.0.0.53%lo` lose their zone. */
function readHost(text: string): string {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (bare === '*' || bare === '::' || bare === '') return '*';
  return parseAddress(bare.replace(/^::ffff:/, ''))?.address ?? bare;
}

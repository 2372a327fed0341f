import { addressRange, parseAddress, type Vip } from '../../core/address.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import { ownAddresses } from './own-addresses.ts';

/** A VIP is one unicast address, named once in the file, and the address of nobody. */
export function checkVips(reading: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const owners = ownAddresses(reading);
  const seen = new Map<string, { readonly pool: string; readonly path: FilePath }>();
  for (const [pool, { vips }] of Object.entries(reading.inventory.pools)) {
    if (vips.length === 0)
      complaints.push(complain('error', 'no-members', ['pools', pool, 'vips'], 'it has no VIP'));
    for (const [at, text] of vips.entries()) {
      const path = ['pools', pool, 'vips', at];
      const vip = readVip(text, path, complaints);
      if (vip === undefined) continue;
      const owner = owners.get(vip.address);
      const twin = seen.get(vip.address);
      seen.set(vip.address, twin ?? { pool, path });
      if (owner !== undefined) {
        complaints.push(
          complain(
            'error',
            'vip-is-own-address',
            path,
            `${vip.address} is the own address of ${owner.title}`,
            {
              other: owner.whereIs(),
              wayOut: 'a VIP belongs to nobody else',
            },
          ),
        );
      }
      if (twin !== undefined) {
        const where = twin.pool === pool ? 'is named twice' : `is a VIP of pool ${twin.pool} already`;
        complaints.push(
          complain('error', 'vip-twice', path, `${vip.address} ${where}`, {
            other: twin.path,
            ...(twin.pool !== pool && { wayOut: 'services of one VIP belong to one pool' }),
          }),
        );
      }
    }
  }
  return complaints;
}

function readVip(text: string, path: FilePath, complaints: Complaint[]): Vip | undefined {
  const [address = '', prefix] = text.split('/');
  const vip = parseAddress(address);
  const reject = (message: string, wayOut: string) => {
    complaints.push(complain('error', 'vip-invalid', path, message, { wayOut }));
    return undefined;
  };
  if (vip === undefined)
    return reject(`"${text}" is not an IP address`, 'a VIP is written as an address, not as a name');
  const unfit = whyUnfit(vip);
  if (unfit !== undefined) return reject(`${vip.address} is ${unfit}`, 'a VIP is the address of one service');
  if (prefix !== undefined && Number(prefix) !== (vip.family === 4 ? 32 : 128)) {
    const wayOut = `write ${vip.address}; a wider prefix would route its neighbours to the loopback`;
    return reject(`${text} is ${titleWithin(vip, Number(prefix))}, not a single address`, wayOut);
  }
  if (vip.family === 4 && /\.(0|255)$/.test(vip.address)) {
    const what = vip.address.endsWith('.0') ? 'network' : 'broadcast';
    complaints.push(
      complain(
        'warning',
        'vip-invalid',
        path,
        `${vip.address} is the ${what} address of its /24, if the network is one`,
      ),
    );
  }
  return vip;
}

/** Ranges in which no service can have an address, in words; the keys are those of ipaddr.js. */
const unfitRanges: Readonly<Record<string, string>> = {
  unspecified: 'no address but "any address"',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address, which no router forwards',
  loopback: 'a loopback address',
  ipv4Mapped: 'an IPv4 address written as IPv6',
  discard: 'a discard-only address',
};

function whyUnfit(vip: Vip): string | undefined {
  if (vip.family === 4 && Number(vip.address.split('.')[0]) >= 240 && vip.address !== '255.255.255.255') {
    return 'in the reserved range 240.0.0.0/4';
  }
  return unfitRanges[addressRange(vip.address)];
}

/** What `address/prefix` is: a network, its broadcast address, or an address with the prefix of its network. */
function titleWithin(vip: Vip, prefix: number): string {
  if (vip.family === 6 || !Number.isInteger(prefix) || prefix >= 31 || prefix < 0)
    return `an address with /${prefix}`;
  const number = vip.address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const host = number % 2 ** (32 - prefix);
  if (host === 0) return 'a network';
  return host === 2 ** (32 - prefix) - 1
    ? 'the broadcast address of a network'
    : `an address with /${prefix}`;
}

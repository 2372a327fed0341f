import { parseAddress } from '../../core/address.ts';
import { didYouMean } from '../../core/nearest-word.ts';
import { type Complaint, complain } from '../complaint.ts';
import type { Reading } from '../reading.ts';

/** Directors have MAC addresses of network cards, and pools name directors that there are. */
export function checkDirectors({ inventory }: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const directors = inventory.directors ?? {};
  for (const [name, { macs, addresses = [] }] of Object.entries(directors)) {
    const path = ['directors', name];
    if (macs.length === 0)
      complaints.push(complain('error', 'bad-mac', [...path, 'macs'], 'it has no MAC address'));
    for (const [at, mac] of macs.entries()) {
      const reason = whyNoCard(mac);
      if (reason !== undefined)
        complaints.push(complain('error', 'bad-mac', [...path, 'macs', at], `"${mac}" ${reason}`));
    }
    for (const [at, address] of addresses.entries()) {
      if (parseAddress(address) !== undefined) continue;
      complaints.push(
        complain('error', 'bad-address', [...path, 'addresses', at], `"${address}" is not an IP address`),
      );
    }
  }
  for (const [name, { director }] of Object.entries(inventory.pools)) {
    if (director === undefined) {
      complaints.push(
        complain(
          'warning',
          'no-director',
          ['pools', name],
          'no director is named, so the network cannot be judged',
          {
            atKey: true,
          },
        ),
      );
    } else if (!Object.hasOwn(directors, director)) {
      const wayOut =
        didYouMean(director, Object.keys(directors)) ?? 'directors are named under the key directors';
      complaints.push(
        complain(
          'error',
          'unknown-reference',
          ['pools', name, 'director'],
          `there is no director "${director}"`,
          { wayOut },
        ),
      );
    }
  }
  return complaints;
}

/** Why no network card can have this MAC address; undefined when one can. */
function whyNoCard(text: string): string | undefined {
  if (!/^[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}$/i.test(text)) {
    return 'is no MAC address; one is written 02:00:5e:00:01:0a';
  }
  const first = Number.parseInt(text.slice(0, 2), 16);
  if (/^[f:-]+$/i.test(text)) return 'is the broadcast address of Ethernet';
  if (/^[0:-]+$/.test(text)) return 'is no address of a card';
  return first % 2 === 1 ? 'is a multicast address, which no card has as its own' : undefined;
}

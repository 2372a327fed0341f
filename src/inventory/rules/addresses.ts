import { type Complaint, complain, type FilePath } from '../complaint.ts';
import { isHostName, portHint } from '../host-name.ts';
import type { Reading } from '../reading.ts';
import { canonicalAddress } from './own-addresses.ts';
import { finderOf } from './where-named.ts';

/** Addresses of hosts are names or addresses, and each leads to one host. */
export function checkAddresses(reading: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  for (const { text, path, names } of reading.roster.entries) {
    const address = reading.inventory.hosts?.[text]?.address;
    if (address === undefined) continue;
    if (!isHostName(address)) {
      complaints.push(
        complain(
          'error',
          'bad-address',
          [...path, 'address'],
          `"${address}" is no address or name of a host`,
          portHint(address),
        ),
      );
    }
    if (names.length > 1) {
      complaints.push(
        complain(
          'error',
          'shared-address',
          [...path, 'address'],
          `one address cannot lead to ${names.length} hosts`,
          {
            wayOut: 'give each host an entry of its own',
          },
        ),
      );
    }
  }
  return [...complaints, ...sharedAddresses(reading)];
}

/** Two hosts with one address may be right (two ports of a gateway), but are more often a slip. */
function sharedAddresses(reading: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const whereIs = finderOf(reading);
  const seen = new Map<string, string>();
  for (const { name, address = name, layers } of reading.hosts) {
    const numeric = canonicalAddress(address);
    if (numeric === undefined) continue;
    const port = layers.findLast((layer) => layer.settings.port !== undefined)?.settings.port;
    const key = port === undefined ? numeric : `${numeric} ${port}`;
    const twin = seen.get(key);
    if (twin === undefined) seen.set(key, name);
    // One entry for several hosts is an error of its own.
    else if (whereIs(name) !== whereIs(twin)) {
      complaints.push(shared(numeric, name, whereIs(name), twin, whereIs(twin)));
    }
  }
  return complaints;
}

function shared(address: string, name: string, path: FilePath, twin: string, other: FilePath): Complaint {
  return complain(
    'warning',
    'shared-address',
    path,
    `the address ${address} of ${name} is that of ${twin}, too`,
    {
      other,
    },
  );
}

import type { Farm } from './farm.ts';
import { members } from './layout.ts';

/** Every file of /etc and /var/lib, every ARP setting, every address of a host, as text. */
const script = `find /etc /var/lib -type f -exec cksum {} + | sort
for file in /proc/sys/net/ipv4/conf/*/arp_*; do echo "$file $(cat "$file")"; done
ip -o -4 addr show`;

/** What the members look like now, by name: equal texts mean that nothing differs. */
export async function takeSnapshots(farm: Farm): Promise<ReadonlyMap<string, string>> {
  const taken = await Promise.all(
    members.map(async ({ name }) => [name, (await farm.byHand(name, script)).stdout] as const),
  );
  return new Map(taken);
}

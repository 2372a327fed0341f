import type { Namespaces } from './namespaces.ts';
import { mustRun } from './run-command.ts';
import { ipBatch } from './wiring.ts';

/** A VIP and the addresses (RIPs) of the servers that share its connections. */
export interface Balanced {
  readonly vip: string;
  readonly servers: readonly string[];
}

/**
 * Makes a namespace with eth0 and eth1 on the segment a director, with nothing but routes: it answers ARP for the VIPs
 * on eth0 (a proxy entry), and hands each connection to one of the servers through eth1, by a hash of its addresses and
 * ports. The packet keeps the VIP as its destination, only the MAC addresses change: the server answers the client itself.
 */
export async function direct(namespaces: Namespaces, balanced: readonly Balanced[]): Promise<void> {
  const settings = [
    'net.ipv4.ip_forward=1',
    'net.ipv4.fib_multipath_hash_policy=1',
    'net.ipv4.conf.all.rp_filter=0',
    'net.ipv4.conf.eth0.rp_filter=0',
    'net.ipv4.conf.eth1.rp_filter=0',
    // Both NICs are on one segment: each answers for its own address only, and nobody is told of a shorter way.
    'net.ipv4.conf.all.arp_ignore=1',
    'net.ipv4.conf.all.arp_announce=2',
    'net.ipv4.conf.all.send_redirects=0',
    'net.ipv4.conf.eth0.send_redirects=0',
    'net.ipv4.conf.eth1.send_redirects=0',
    // The kernel delays the answers of a proxy at random, by 0.8 s unless told otherwise.
    'net.ipv4.neigh.eth0.proxy_delay=0',
  ];
  await mustRun(namespaces.onNetworkOf(['sysctl', '-qw', ...settings]));
  await ipBatch(
    namespaces,
    balanced.flatMap((each) => linesFor(each)),
  );
}

function linesFor({ vip: address, servers }: Balanced): readonly string[] {
  const hops = servers.map((server) => `nexthop via ${server} dev eth1`).join(' ');
  return [`route add ${address}/32 ${hops}`, `neigh add proxy ${address} dev eth0`];
}

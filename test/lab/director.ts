import { mustRun } from './run-command.ts';
import { bringUp, configureIn, plugIn, type Segment, type Station } from './segment.ts';

/**
 * Puts a load balancer on the segment that does what direct server return asks for and nothing else: it owns the VIPs, so it
 * answers ARP for them, and hands each packet on with only the MAC addresses rewritten, choosing by client address and port.
 */
export async function startDirector(
  segment: Segment,
  station: Station,
  vips: readonly string[],
  servers: readonly Station[],
): Promise<void> {
  await plugIn(segment, station);
  await bringUp(station);
  await configureIn(
    station.namespace,
    vips.map((vip) => `address add ${vip}/32 dev eth0`),
  );
  const targets = servers.map((server, index) => `${index} : ${server.mac}`).join(', ');
  const rules = `
table netdev dsr {
  chain forward {
    type filter hook ingress device eth0 priority 0;
    ip daddr { ${vips.join(', ')} } tcp dport 80 ether saddr set ${station.mac} ether daddr set jhash ip saddr . tcp sport mod ${servers.length} map { ${targets} } fwd to "eth0"
  }
}
`;
  await mustRun(['ip', 'netns', 'exec', station.namespace, 'nft', '-f', '-'], { input: rules });
}

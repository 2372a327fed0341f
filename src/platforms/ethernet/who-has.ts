import type { Vip } from '../../core/address.ts';
import { addressBytes, hex, macBytes, word } from './bytes.ts';
import { etherTypes, packet, protocols } from './packets.ts';

const everybody = 'ff:ff:ff:ff:ff:ff';
const allNodes = { mac: '33:33:00:00:00:01', address: 'ff02::1' } as const;

/** A station that sends: its MAC address, and its own address in the family that is asked in, if it has one. */
export interface Asker {
  readonly mac: string;
  readonly address: string | undefined;
}

/**
 * The frame, in hex, that asks a segment who has this VIP: an ARP request (RFC 826), or a neighbour solicitation
 * (RFC 4861). Without an address of its own the asker asks as RFC 5227 and RFC 4862 probe for a duplicate.
 */
export function whoHas(vip: Vip, asker: Asker): string {
  return vip.family === 4 ? arpRequest(vip, asker) : solicitation(vip, asker);
}

/** The frame, in hex, that tells a segment that this station has the VIP: it overwrites what neighbours have learned. */
export function announcement(vip: Vip, mac: string): string {
  if (vip.family === 4) return arp(mac, vip.address, vip.address);
  const options = [2, 1, ...macBytes(mac)];
  // The override flag: neighbours replace the MAC that they have.
  const message = [136, 0, 0, 0, 0x20, 0, 0, 0, ...addressBytes(vip.address), ...options];
  const way = {
    fromMac: mac,
    toMac: allNodes.mac,
    family: 6,
    from: vip.address,
    to: allNodes.address,
  } as const;
  return hex(packet(way, protocols.icmp6, message, 2));
}

function arpRequest(vip: Vip, asker: Asker): string {
  return arp(asker.mac, asker.address ?? '0.0.0.0', vip.address);
}

function arp(mac: string, sender: string, target: string): string {
  return hex([
    ...macBytes(everybody),
    ...macBytes(mac),
    ...word(etherTypes.arp),
    ...[0, 1, ...word(etherTypes.ip4), 6, 4, 0, 1],
    ...macBytes(mac),
    ...addressBytes(sender),
    ...[0, 0, 0, 0, 0, 0],
    ...addressBytes(target),
  ]);
}

/** To the solicited-node group of the VIP: its last three bytes behind ff02::1:ff00:0/104. */
function solicitation(vip: Vip, { mac, address }: Asker): string {
  const target = addressBytes(vip.address);
  const last = target.slice(-3);
  const [a = 0, b = 0, c = 0] = last;
  const way = {
    fromMac: mac,
    toMac: ['33:33:ff', ...last.map((byte) => byte.toString(16).padStart(2, '0'))].join(':'),
    family: 6,
    from: address ?? '::',
    to: `ff02::1:ff${a.toString(16).padStart(2, '0')}:${((b << 8) | c).toString(16)}`,
  } as const;
  const options = address === undefined ? [] : [1, 1, ...macBytes(mac)];
  return hex(packet(way, protocols.icmp6, [135, 0, 0, 0, 0, 0, 0, 0, ...target, ...options], 2));
}

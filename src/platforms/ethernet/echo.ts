import { hex, word } from './bytes.ts';
import { packet, protocols, type Way } from './packets.ts';

/** The frame, in hex, of a ping with this number. */
export function echoRequest(way: Way, number: number): string {
  const message = [way.family === 4 ? 8 : 128, 0, 0, 0, ...word(number), ...word(1)];
  return hex(packet(way, way.family === 4 ? protocols.icmp : protocols.icmp6, message, 2));
}

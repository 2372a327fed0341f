import { director, nameOfMac } from './layout.ts';
import type { ArpTally } from './survey.ts';

/** Replies to ARP requests for a VIP that came from anybody but the director. */
export function wrongReplies({ replies }: ArpTally): number {
  let wrong = 0;
  for (const [mac, count] of replies) if (mac !== director.mac) wrong += count;
  return wrong;
}

/** The requests that the director answered: where it is not heard, the silence of others proves nothing. */
export function properReplies({ replies }: ArpTally): number {
  return replies.get(director.mac) ?? 0;
}

/** `ARP for 192.0.2.100: 91 requests; director l4-a answered 91; members 0 replies` */
export function tallyLine(vip: string, tally: ArpTally): string {
  const servers = [...tally.replies]
    .filter(([mac]) => mac !== director.mac)
    .map(([mac, count]) => `${nameOfMac(mac)} ${count}`)
    .sort();
  const named = servers.length === 0 ? '' : ` (${servers.join(', ')})`;
  return `ARP for ${vip}: ${tally.requests} requests; director ${director.name} answered ${properReplies(tally)}; members ${wrongReplies(tally)} replies${named}`;
}

/** `40 connections to 192.0.2.100: web01 9, web02 11, ...` */
export function visitLine(vip: string, answers: ReadonlyMap<string, number>): string {
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const shares = [...answers].map(([name, count]) => `${name} ${count}`).join(', ');
  return `${total} connections of the client to ${vip}:80 were answered by: ${shares}`;
}

import type { Sight } from '../../witness.ts';

/** A line of the scripts that speak our own words: `ready`, `claim VIP MAC COUNT`, `beat REQUESTS LOST`, `cannot WHY`. */
export function readSight(line: string): Sight | undefined {
  const [word, ...rest] = line.trim().split(' ');
  switch (word) {
    case 'ready':
      return { kind: 'ready' };
    case 'claim': {
      const [vip = '', mac = '', count] = rest;
      return { kind: 'claim', vip, mac, count: Number(count) };
    }
    case 'beat':
      return { kind: 'beat', requests: Number(rest[0]), lost: Number(rest[1] ?? 0) };
    case 'cannot':
      return { kind: 'cannot', reason: rest.join(' ') };
    default:
      return undefined;
  }
}

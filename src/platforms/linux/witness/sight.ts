import { parseAddress } from '../../../core/address.ts';
import type { Sight } from '../../witness.ts';

/**
 * A line of the scripts that speak our own words: `ready`, `claim VIP MAC COUNT`, `beat REQUESTS LOST`, `cannot WHY`. A claim
 * whose line was damaged is none: it could stop a run in the name of a MAC that nobody has.
 */
export function readSight(line: string): Sight | undefined {
  const [word, ...rest] = line.trim().split(' ');
  switch (word) {
    case 'ready':
      return { kind: 'ready' };
    case 'claim': {
      const [vip = '', mac = '', count = ''] = rest;
      if (parseAddress(vip) === undefined || !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac)) return undefined;
      return /^[1-9]\d*$/.test(count) ? { kind: 'claim', vip, mac, count: Number(count) } : undefined;
    }
    case 'beat': {
      const [requests = '', lost = '0'] = rest;
      if (!/^\d+$/.test(requests) || !/^\d+$/.test(lost)) return undefined;
      return { kind: 'beat', requests: Number(requests), lost: Number(lost) };
    }
    case 'cannot':
      return { kind: 'cannot', reason: rest.join(' ') };
    default:
      return undefined;
  }
}

import type { Desired } from '../../src/platforms/platform.ts';

/** What a pool asks of a host, where nothing else is said: nothing. */
export function desiring(wish: Partial<Desired>): Desired {
  return {
    present: [],
    absent: [],
    others: [],
    services: [],
    arp: undefined,
    stack: undefined,
    method: undefined,
    firewall: 'leave',
    adopt: false,
    force: false,
    ...wish,
  };
}

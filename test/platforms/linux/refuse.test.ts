import { expect, it } from 'vitest';
import { refuseHost } from '../../../src/platforms/linux/refuse.ts';
import { desiring } from '../desiring.ts';
import { aHost } from './a-host.ts';

it.each([
  [['/etc'], '/etc cannot be written (read-only file system?)', 'make it writable'],
  [
    ['/proc/sys/net/ipv4/conf/all/arp_ignore'],
    'arp_ignore cannot be written, so ARP cannot be silenced',
    'is it a container?',
  ],
])(
  'a host where %s cannot be written is refused, and the reason is the one that matters',
  (readOnly, reason, wayOut) => {
    expect(refuseHost(desiring({}), aHost({ readOnly }))).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(reason),
      wayOut: expect.stringContaining(wayOut),
    });
  },
);

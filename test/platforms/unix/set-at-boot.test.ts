import { expect, it } from 'vitest';
import { freebsdSystem } from '../../../src/platforms/freebsd/index.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import { setAtBoot } from '../../../src/platforms/unix/set-at-boot.ts';

const lines = [
  '/etc/sysctl.conf:3:net.inet.ip.rfc1122_strong_es=1',
  '/etc/sysctl.conf:7:# net.inet.ip.rfc1122_strong_es=2',
  '/etc/sysctl.conf.local:1: net.inet.ip.rfc1122_strong_es = 0 # off',
  '/etc/sysctl.conf.local:2:net.inet.ip.rfc1122_strong_es2=1',
];

it('the last line that sets a name counts, comments and longer names do not', () => {
  const host = observeUnix(freebsdSystem, new Map([['set-at-boot', lines.join('\n')]]));
  expect(setAtBoot('net.inet.ip.rfc1122_strong_es', host)).toEqual({
    place: '/etc/sysctl.conf.local line 1',
    value: '0',
  });
  expect(setAtBoot('net.inet.ip.forwarding', host)).toBeUndefined();
});

import { expect, it } from 'vitest';
import { freebsdSystem } from '../../../src/platforms/freebsd/index.ts';
import { noticeForwarding } from '../../../src/platforms/unix/notice-forwarding.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';

it.each([
  ['AIX', 'ipforwarding = 1', 'ipforwarding is 1'],
  ['Solaris 11', 'forwarding-ipv6 on', 'forwarding-ipv6 is on'],
  ['Solaris 10', 'ip_forwarding 1', 'ip_forwarding is 1'],
  ['HP-UX', 'ip_forwarding: 2', 'ip_forwarding is 2'],
  ['FreeBSD and macOS', 'net.inet.ip.forwarding: 1', 'net.inet.ip.forwarding is 1'],
  ['NetBSD', 'net.inet6.ip6.forwarding = 1', 'net.inet6.ip6.forwarding is 1'],
])('a host of %s that forwards is noticed', (_system, settings, said) => {
  expect(noticesOf(settings)).toMatchObject([{ verdict: 'notice', found: expect.stringContaining(said) }]);
});

it.each([
  'ipforwarding = 0',
  'forwarding-ipv4 off',
  'net.inet.ip.forwarding: 0',
  'net.inet.ip.redirect: 1',
  '',
])('one that does not, or does not say, is not: "%s"', (settings) => {
  expect(noticesOf(settings)).toEqual([]);
});

function noticesOf(settings: string): ReturnType<typeof noticeForwarding> {
  return noticeForwarding(observeUnix(freebsdSystem, new Map([['settings', settings]])));
}

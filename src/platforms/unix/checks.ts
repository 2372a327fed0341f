import { includesVip, type Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { checkRetired } from '../retired-vips.ts';
import { checkGone, checkOwner, checkService, checkVip, judgeBootFiles } from '../vip-checks.ts';
import { type Intent, intend, isAsFound } from './intent.ts';
import { noticeForwarding } from './notice-forwarding.ts';
import type { UnixObserved } from './observed.ts';
import { isOnLoopback } from './refuse.ts';
import { stackOf } from './stack-of.ts';
import type { UnixSystem } from './system.ts';

/** Everything that verify and audit look at on a Unix host, each with what was expected and what was found. */
export function unixChecks(desired: Desired, host: UnixObserved, system: UnixSystem): readonly Check[] {
  const vips = desired.present;
  const there = { addresses: host.addresses, loopback: host.loopback, evidence: 'interfaces' };
  if (vips.length === 0) {
    return desired.absent.map((vip) => checkGone(vip, there, includesVip(host.record?.vips ?? [], vip)));
  }
  const stack = stackOf(system, host, desired.stack);
  const intent = stack === undefined ? undefined : intend(desired, host, system, stack);
  return [
    ...vips.map((vip) => checkVip(vip, there)),
    checkBoot(vips, host, intent),
    checkLoopback(host),
    ...desired.services.map((service) => checkService(service, vips, host.moment.listeners, 'listeners')),
    checkOwner(vips, host.record, host.addresses),
    ...checkRetired(desired, host.record),
    shownByTheNetwork(host),
    ...(system.checks?.(desired, host) ?? []),
    ...noticeForwarding(host),
    ...checkRules(host),
  ];
}

/** What brings the VIPs back at boot; of a VIP that others set up it is not known how they do. */
function checkBoot(vips: readonly Vip[], host: UnixObserved, intent: Intent | undefined): Check {
  const base = {
    id: 'vip-boot',
    title: 'the VIP comes back at boot',
    expected: `by ${intent?.stack.title ?? 'something that is known'}`,
    evidence: ['files', 'settings'],
  };
  if (intent === undefined)
    return { ...base, found: `nothing is known that keeps ${host.loopback} here`, verdict: 'absent' };
  if (host.record === undefined && vips.every((vip) => isOnLoopback(vip, host))) {
    return { ...base, found: 'not known: vipfarm did not set it up', verdict: 'notice' };
  }
  const files = intent.files.filter((file) => !isAsFound(file, host));
  const missing = [
    ...files.filter((file) => !host.files.has(file.path) || isShared(file)).map((file) => file.path),
    ...intent.settings.filter((setting) => setting.found !== setting.wanted).map((setting) => setting.name),
  ];
  if (missing.length > 0) {
    return {
      ...base,
      found: `not in ${missing.join(', ')}, so it does not come back at boot`,
      verdict: 'absent',
    };
  }
  if (files.length > 0) {
    const paths = files.map((file) => file.path);
    return { ...base, ...judgeBootFiles(paths, vips, host.record) };
  }
  const gap = intent.stack.bootGap?.(host);
  if (gap !== undefined) return { ...base, found: gap, verdict: 'absent' };
  const names = [...intent.files.map((file) => file.path), ...intent.settings.map((setting) => setting.name)];
  return { ...base, found: names.join(', '), verdict: 'ok' };
}

function isShared(file: Intent['files'][number]): boolean {
  return file.kind === 'file' && file.shared === true;
}

function checkLoopback(host: UnixObserved): Check {
  const there = host.addresses.some((one) => one.interface === host.loopback && one.address === '127.0.0.1');
  return {
    id: 'loopback',
    title: `${host.loopback} itself is whole`,
    expected: `127.0.0.1/8 on ${host.loopback}`,
    found: there ? `127.0.0.1/8 on ${host.loopback}` : '127.0.0.1 is missing',
    verdict: there ? 'ok' : 'wrong',
    evidence: ['interfaces'],
  };
}

/** On these systems nothing is set that could be read: whether they are silent is seen from outside only. */
function shownByTheNetwork(host: UnixObserved): Check {
  return {
    id: 'arp-shown',
    title: 'no NIC answers ARP for a VIP',
    expected: 'shown by the network proof',
    found: `nothing is set for that here: ARP is answered for addresses of the receiving NIC, and the VIP is on ${host.loopback}; what shows it is the network proof, nothing on this host`,
    verdict: 'notice',
    evidence: ['interfaces'],
  };
}

function checkRules(host: UnixObserved): readonly Check[] {
  if (host.rules.length === 0) return [];
  return [
    {
      id: 'rules',
      title: 'packet filters that name a VIP',
      expected: 'none',
      found: host.rules.slice(0, 3).join('; '),
      verdict: 'notice',
      evidence: ['rules'],
    },
  ];
}

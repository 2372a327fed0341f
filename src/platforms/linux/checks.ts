import { includesVip, type Vip } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { OwnFile } from '../own-file.ts';
import type { Desired } from '../platform.ts';
import { checkRetired } from '../retired-vips.ts';
import { checkGone, checkOwner, checkService, checkVip, judgeBootFiles } from '../vip-checks.ts';
import { namedByOthers } from './boot-lines.ts';
import { isAsFound } from './change-files.ts';
import { checkArp } from './check-arp.ts';
import { type Intent, intend } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { isOnLoopback } from './refuse.ts';
import { stackOf } from './stacks/index.ts';

/** Everything that verify and audit look at on a Linux host, each with what was expected and what was found. */
export function linuxChecks(desired: Desired, host: LinuxObserved): readonly Check[] {
  const vips = desired.present;
  const there = { addresses: host.addresses, loopback: 'lo', evidence: 'addresses' };
  if (vips.length === 0)
    return desired.absent.map((vip) => checkGone(vip, there, includesVip(host.record?.vips ?? [], vip)));
  const stack = stackOf(host, desired.stack);
  const intent = stack === undefined ? undefined : intend(desired, host, stack);
  return [
    ...vips.map((vip) => checkVip(vip, there)),
    ...(vips.some((vip) => vip.family === 4) ? checkArp(desired, host, intent) : []),
    checkBoot(vips, host, intent),
    checkLoopback(host),
    ...desired.services.map((service) => checkService(service, vips, host.moment.listeners, 'listeners')),
    checkOwner(vips, host.record, host.addresses),
    ...checkRetired(desired, host.record),
    ...checkSurroundings(vips, host),
  ];
}

/** What brings the VIPs back at boot; of a VIP that others set up it is not known how they do. */
function checkBoot(vips: readonly Vip[], host: LinuxObserved, intent: Intent | undefined): Check {
  const base = {
    id: 'vip-boot',
    title: 'the VIP comes back at boot',
    expected: `by ${intent?.stack.title ?? 'a known stack'}`,
    evidence: ['files', 'units', 'boot-links'],
  };
  if (intent === undefined)
    return { ...base, found: 'nothing is known that keeps lo here', verdict: 'absent' };
  if (host.record === undefined && vips.every((vip) => isOnLoopback(vip, host))) {
    return { ...base, found: 'not known: vipfarm did not set it up', verdict: 'notice' };
  }
  const different = intent.bootFiles.filter((file) => !isAsFound(file, host));
  const missing = different.filter((file) => isMissing(file, host));
  const changed = different.filter((file) => !isMissing(file, host));
  if (missing.length > 0) {
    return {
      ...base,
      found: `${missing.map((file) => file.path).join(', ')} missing, so it does not come back at boot`,
      verdict: 'absent',
    };
  }
  if (changed.length > 0) {
    const paths = changed.map((file) => file.path);
    return { ...base, ...judgeBootFiles(paths, vips, host.record) };
  }
  const gap = intent.stack.bootGap(host);
  return gap === undefined
    ? { ...base, found: intent.bootFiles.map((file) => file.path).join(', '), verdict: 'ok' }
    : { ...base, found: gap, verdict: 'absent' };
}

/** A file with lines of others is there in any case; before vipfarm came, what is missing are its lines. */
function isMissing(file: OwnFile, host: LinuxObserved): boolean {
  const shared = file.kind === 'file' && file.shared === true;
  return !host.files.has(file.path) || (shared && host.record === undefined);
}

function checkLoopback(host: LinuxObserved): Check {
  const there = host.addresses.some((one) => one.interface === 'lo' && one.address === '127.0.0.1');
  return {
    id: 'loopback',
    title: 'lo itself is whole',
    expected: '127.0.0.1/8 on lo',
    found: there ? '127.0.0.1/8 on lo' : '127.0.0.1 is missing: ip addr add 127.0.0.1/8 dev lo',
    verdict: there ? 'ok' : 'wrong',
    evidence: ['addresses'],
  };
}

/** What decides nothing, and explains much. */
function checkSurroundings(vips: readonly Vip[], host: LinuxObserved): readonly Check[] {
  const strict = [...host.conf].filter(([name, conf]) => name !== 'lo' && conf.rpFilter === 1);
  const many = host.nics.filter((nic) => nic.up).length > 1;
  const found: [id: string, title: string, lines: readonly string[], section: string][] = [
    ['rules', 'packet filters that name a VIP', host.rules, 'rules'],
    ['keepalived', 'keepalived names a VIP', host.keepalived, 'keepalived'],
    ['boot-lines', 'boot files of others name a VIP', namedByOthers(vips, host), 'boot-lines'],
    [
      'rp-filter',
      'strict reverse path filter with several NICs',
      many ? strict.map(([name]) => name) : [],
      'conf',
    ],
  ];
  return found
    .filter(([, , lines]) => lines.length > 0)
    .map(([id, title, lines, section]) => ({
      id,
      title,
      expected: 'none',
      found: lines.slice(0, 3).join('; '),
      verdict: 'notice',
      evidence: [section],
    }));
}

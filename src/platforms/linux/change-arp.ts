import { includesVip } from '../../core/address.ts';
import type { Step } from '../../core/step.ts';
import type { HostRecord } from '../host-record.ts';
import {
  type ArpLeak,
  bearsOurArp,
  currentSysctl,
  isArpKey,
  leaksCommand,
  leaksNow,
  priorArpValues,
} from './arp.ts';
import { isAsFound, removeFile, writeFiles } from './change-files.ts';
import { run } from './change-vips.ts';
import type { Intent } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { isOnLoopback } from './refuse.ts';
import { sysctlPath } from './stacks/stack.ts';

/** ARP silent at every boot and now, where a VIP of the intent needs it. */
export function silence(
  intent: Intent,
  record: HostRecord | undefined,
  host: LinuxObserved,
): readonly Step[] {
  const { sysctlFile } = intent;
  if (sysctlFile === undefined) return [];
  const steps: Step[] = [];
  if (!isAsFound(sysctlFile, host)) {
    steps.push({
      id: 'arp-at-boot',
      title: `~ ARP settings for boot: ${sysctlPath}`,
      reason: 'no boot may bring the VIP back before ARP is silent',
      risk: 'none',
      trial: 'none',
      ...writeFiles([sysctlFile], host),
    });
  }
  const leaks = leaksNow(host, intent.vips, intent.arp);
  if (leaks.length > 0) {
    const vipIsUp = intent.vips.some((vip) => vip.family === 4 && isOnLoopback(vip, host));
    steps.push({
      id: 'arp-now',
      title: `~ ${describeLeaks(leaks)}`,
      reason: 'no NIC may answer ARP for a VIP, or ask with it; read back on every NIC before a VIP is added',
      risk: mayCutAccess(host) ? 'may-cut-access' : 'none',
      trial: 'all',
      apply: [...intent.silencing].map(([key, value]) => run(['sysctl', '-e', '-w', `${key}=${value}`])),
      confirm: [{ command: leaksCommand(host, intent.vips, intent.arp), expect: { is: '' } }],
      // Where a VIP is up already, going back would make this host answer for it.
      ...(vipIsUp ? { undo: [], undone: [] } : setValues(arpNow(record, host))),
    });
  }
  return steps;
}

/** The last VIP has left: ARP, and what the stack did to lo, as before the first came; now, and then for boot. */
export function unsilence(intent: Intent, host: LinuxObserved): readonly Step[] {
  if (intent.sysctlFile !== undefined || host.record === undefined) return [];
  const arp = priorArpValues(host);
  const ofLoopback = [...host.record.priorSysctl].filter(
    ([key]) => !isArpKey(key) && intent.vips.length === 0,
  );
  const prior = [...arp, ...ofLoopback].filter(([key]) => currentSysctl(host, key) !== undefined);
  const restored = setValues(prior);
  const differs = prior.some(([key, value]) => currentSysctl(host, key) !== value);
  const steps: Step[] = [];
  if (differs) {
    steps.push({
      id: 'arp-as-before',
      title: '~ kernel settings as they were before the first VIP came',
      reason: 'no VIP is left that needs them',
      risk: 'none',
      trial: 'none',
      apply: restored.undo,
      confirm: restored.undone,
      // Read back, because what is undone next is that the VIP left.
      ...setValues(valuesNow(prior, host)),
    });
  }
  if (bearsOurArp(host) && host.files.has(sysctlPath)) {
    steps.push({
      id: 'arp-file-away',
      title: `- ${sysctlPath}`,
      reason: 'no VIP is left that needs it',
      risk: 'none',
      trial: 'none',
      ...removeFile(sysctlPath, host),
    });
  }
  return steps;
}

/**
 * With one interface that has IPv4 addresses, nothing can be lost. With several, one of them may have been answered for
 * over another NIC, which ends; whether anybody relies on that is not to be seen on the host.
 */
function mayCutAccess(host: LinuxObserved): boolean {
  const own = host.addresses.filter(
    (one) =>
      one.family === 4 && !one.address.startsWith('127.') && !includesVip(host.record?.vips ?? [], one),
  );
  return new Set(own.map((one) => one.interface)).size > 1;
}

function describeLeaks(leaks: readonly ArpLeak[]): string {
  const ofAll = leaks.filter((leak) => leak.nic === 'all');
  const shown = ofAll.length > 0 ? ofAll : leaks;
  return shown
    .map((leak) => `${leak.nic}.${leak.setting} ${leak.value} -> ${leak.setting === 'arp_ignore' ? 1 : 2}`)
    .join(', ');
}

type Setting = readonly [key: string, value: string];

/** What the ARP keys that a plan sets have now. */
function arpNow(record: HostRecord | undefined, host: LinuxObserved): readonly Setting[] {
  return valuesNow(
    [...(record?.priorSysctl ?? [])].filter(([key]) => isArpKey(key)),
    host,
  );
}

function valuesNow(settings: readonly Setting[], host: LinuxObserved): readonly Setting[] {
  return settings.flatMap(([key]) => {
    const value = currentSysctl(host, key);
    return value === undefined ? [] : [[key, value] as const];
  });
}

function setValues(values: readonly Setting[]): Pick<Step, 'undo' | 'undone'> {
  return {
    undo: values.map(([key, value]) => run(['sysctl', '-w', `${key}=${value}`])),
    undone: values.map(([key, value]) => ({ command: ['cat', `/proc/sys/${key}`], expect: { is: value } })),
  };
}

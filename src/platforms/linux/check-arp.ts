import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { type ArpLeak, leaksAtBoot, leaksNow } from './arp.ts';
import { isAsFound } from './change-files.ts';
import type { Intent } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { sysctlPath } from './stacks/stack.ts';
import { sysctlGap } from './sysctl-order.ts';

/** Whether ARP is silent for the VIPs: as the kernel is set now, and as the files will set it at boot. */
export function checkArp(
  desired: Desired,
  host: LinuxObserved,
  intent: Intent | undefined,
): readonly Check[] {
  const mode = desired.arp ?? 'all';
  const now = leaksNow(host, desired.present, mode);
  const atBoot = leaksAtBoot(host, desired.present, mode);
  const file = intent?.sysctlFile;
  const fileIsThere = host.files.has(sysctlPath);
  const fileIsOurs = file !== undefined && isAsFound(file, host);
  const ruleIsThere = fileIsThere || host.record !== undefined;
  const gap = intent === undefined ? undefined : sysctlGap(host, intent.stack);
  const bootIsRight = gap === undefined && atBoot.length === 0 && (fileIsOurs || host.record === undefined);
  return [
    {
      id: 'arp-now',
      title: 'no NIC answers or asks ARP for a VIP',
      expected: 'arp_ignore 1 and arp_announce 2 in force on every NIC',
      found: now.length === 0 ? 'silent' : describeLeaks(now),
      verdict: now.length === 0 ? 'ok' : ruleIsThere ? 'wrong' : 'absent',
      evidence: ['conf'],
    },
    {
      id: 'arp-boot',
      title: 'ARP is silent after a boot',
      expected: `${sysctlPath} as written, and no later file undoes it`,
      found: bootIsRight ? 'silent' : (gap ?? describeBoot(fileIsThere, fileIsOurs, atBoot)),
      verdict: bootIsRight ? 'ok' : fileIsThere ? 'wrong' : 'absent',
      evidence: ['sysctl-paths', 'sysctl-lines', 'tuned', 'units', 'files'],
    },
  ];
}

/** `eth0 answers ARP (arp_ignore 0)`: one word for each NIC, the worse one; of NICs to come only where no NIC leaks by itself. */
function describeLeaks(leaks: readonly ArpLeak[]): string {
  const nics = leaks.filter((leak) => !isToCome(leak));
  const worst = new Map<string, ArpLeak>();
  for (const leak of nics.length > 0 ? nics : leaks) {
    const who = isToCome(leak) ? 'a NIC to come' : leak.nic;
    if (!worst.has(who)) worst.set(who, leak);
  }
  return [...worst].map(([who, leak]) => `${who} ${describeLeak(leak)}`).join(', ');
}

function isToCome({ nic }: ArpLeak): boolean {
  return nic === 'all' || nic === 'default';
}

function describeLeak({ setting, value }: ArpLeak): string {
  const does = setting === 'arp_ignore' ? 'answers ARP' : 'asks ARP with the VIP';
  return `${does} (${setting} ${value})`;
}

function describeBoot(fileIsThere: boolean, fileIsOurs: boolean, leaks: readonly ArpLeak[]): string {
  const later = leaks.find((leak) => leak.by !== undefined && leak.by.path !== sysctlPath)?.by;
  if (later !== undefined) {
    return `${later.path} line ${later.line} sets ${later.key.replaceAll('/', '.')} to ${later.value} after ours: remove that line`;
  }
  if (!fileIsThere) return `${sysctlPath} is missing`;
  return fileIsOurs ? `after a boot ${describeLeaks(leaks)}` : `${sysctlPath} was changed`;
}

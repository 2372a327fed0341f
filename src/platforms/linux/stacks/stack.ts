import { type Vip, withPrefix } from '../../../core/address.ts';
import type { Evidence } from '../../../core/facts.ts';
import type { Command } from '../../../core/quoting.ts';
import type { OwnFile } from '../../own-file.ts';
import type { LinuxObserved } from '../observed.ts';

/**
 * One way in which addresses survive a reboot on Linux. What runs now is the kernel's and is the same everywhere; a
 * stack only says which files bring it back, and how its tools want to be told.
 */
export interface Stack {
  readonly id: string;
  /** What a person calls it: `NetworkManager 1.42 or later`. */
  readonly title: string;
  /** What its support rests on, where that is less than Linux as a whole has earned. */
  readonly evidence?: Evidence;
  /** Shell patterns of every file that this stack may own: the probe digests what is there. */
  readonly ownPaths: readonly string[];
  /** True on hosts whose loopback this stack keeps. For every host exactly one stack says so, in whatever order they are asked. */
  recognises(host: LinuxObserved): boolean;
  /** The files that bring back exactly these VIPs at boot. No VIPs: no files. */
  files(vips: readonly Vip[], host: LinuxObserved): readonly OwnFile[];
  /**
   * Settings of lo (slash form) that the stack's daemon changes when it takes lo over at boot. They are put back when the
   * last VIP leaves.
   */
  readonly disturbs?: readonly string[];
  /** What the daemon still does after our files are gone, and how to end it; undefined when it does nothing. */
  aftermath?(host: LinuxObserved): string | undefined;
  /** What must be run after files have changed, so that the stack knows of them. It must not touch addresses. */
  readonly afterFiles?: readonly Command[];
  /** Whether its files put the ARP settings in force by themselves, before a VIP comes up. */
  readonly silencesArp?: true;
  /** What the stack's tools know the address by; absent where they need no label. */
  label?(vip: Vip): string;
  /** Why the files would not be read at boot; undefined when they would. */
  bootGap(host: LinuxObserved): string | undefined;
  /** Why this stack cannot keep this VIP; undefined when it can. */
  objection?(vip: Vip, host: LinuxObserved): string | undefined;
}

/** Where the ARP settings are kept for boot; after 99-sysctl.conf in every order that is known. */
export const sysctlPath = '/etc/sysctl.d/99-zz-vipfarm.conf';

/** `replace` is idempotent where `add` fails; the whole prefix is always given, so nothing wider is ever made. */
export function addAddress(vip: Vip, label?: string): Command {
  const named = label === undefined ? [] : ['label', label];
  return ['ip', `-${vip.family}`, 'addr', 'replace', withPrefix(vip), 'dev', 'lo', ...named];
}

/** With its prefix: without it, iproute2 deletes by wildcard. */
export function deleteAddress(vip: Vip): Command {
  return ['ip', `-${vip.family}`, 'addr', 'del', withPrefix(vip), 'dev', 'lo'];
}

/** Puts the ARP settings in force before an address comes up, for boot files that can run a command first. */
export const silenceArpCommand = `sysctl -q -e -p ${sysctlPath}`;

/** Lines of a stanza of /etc/network/interfaces that silence ARP and then bring the VIPs up, however often they are run. */
export function bringUpLines(vips: readonly Vip[]): readonly string[] {
  return [`    pre-up ${silenceArpCommand}`, ...vips.map((vip) => `    up ${addAddress(vip).join(' ')}`)];
}

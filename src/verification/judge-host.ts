import type { Check, HostState, HostVerdict } from '../core/check.ts';
import type { Desired } from '../platforms/platform.ts';
import type { Reading } from '../platforms/reading.ts';

/** Judges a host by what was just read from it, whatever a run says it has done. */
export function judgeHost(host: string, { platform, observed }: Reading, desired: Desired): HostVerdict {
  const checks = platform.checks(desired, observed);
  const state = stateOf(checks);
  const verdict = { host, title: observed.title, state, checks };
  // A plan costs more than the checks, and of a farm most hosts are ok.
  if (state === 'ok') return verdict;
  return { ...verdict, applyMends: platform.plan(desired, observed).kind === 'change' };
}

/** The parts that a VIP consists of. Of a host without any of them it is missing; with some of them it is partial. */
const parts = ['vip-now', 'vip-boot', 'arp-now', 'arp-boot', 'weak-host-now', 'weak-host-boot'];

/** The state that a list of checks adds up to. */
export function stateOf(checks: readonly Check[]): HostState {
  if (checks.some((check) => check.verdict === 'conflict')) return 'conflict';
  const vip = checks.filter((check) => check.id === 'vip-now' || check.id === 'vip-boot');
  if (vip.length > 0 && vip.every((check) => check.verdict === 'absent')) return 'missing';
  if (checks.some((check) => parts.includes(check.id) && check.verdict === 'absent')) return 'partial';
  if (checks.some((check) => check.verdict === 'wrong' || check.verdict === 'absent')) return 'drift';
  const owner = checks.find((check) => check.id === 'made-by-vipfarm');
  return owner?.verdict === 'notice' ? 'foreign' : 'ok';
}

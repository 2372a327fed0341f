import type { ProbeOutput } from '../platform.ts';
import { onceForSameText, sectionLines } from '../probe-output.ts';
import type { SysctlAssignment, SysctlFiles } from './observed.ts';

/** The sections that tell what sets sysctls at boot. */
export const sysctlSections = ['sysctl-paths', 'sysctl-lines', 'tuned'];

/** The sysctl files of a host and every line in them, and in tuned's active profile, that sets an ARP key. */
export const readSysctlFiles = onceForSameText(sysctlSections, findSysctlFiles);

function findSysctlFiles(output: ProbeOutput): SysctlFiles {
  const paths = new Map<string, string | undefined>();
  for (const line of sectionLines(output, 'sysctl-paths')) {
    const [path = '', target] = line.split(' -> ');
    paths.set(path, target);
  }
  const lines = [...sectionLines(output, 'sysctl-lines'), ...sectionLines(output, 'tuned')];
  const winOverTuned = sectionLines(output, 'tuned').some((line) =>
    /^\s*reapply_sysctl\s*=\s*(1|true|yes|on)\b/i.test(line),
  );
  return { paths, winOverTuned, assignments: lines.flatMap((line) => readAssignment(line) ?? []) };
}

/**
 * `path:12:net.ipv4.conf.all.arp_ignore = 1`, with an optional `-` before the key; comments are none, nor is `-key`, which
 * only takes a key out of patterns. Of a value all is kept that the kernel is handed: what follows a `#` is part of it.
 */
function readAssignment(line: string): SysctlAssignment | undefined {
  const found = /^(\/[^:]*(?::[^:/]*)*?):(\d+):\s*(-?)\s*([^#;=\s-][^=\s]*)\s*(=?)\s*(.*?)\s*$/.exec(line);
  if (found === null) return undefined;
  const [, path = '', number = '', dash, key = '', equals, value = ''] = found;
  if (equals === '' && dash === '-') return undefined;
  return {
    path,
    line: Number(number),
    key: slashForm(key),
    value: equals === '=' ? value : `"${value}" without a =`,
  };
}

/** The number that the kernel takes from it: the leading integer, which a blank or the end follows. NaN: it takes none. */
export function sysctlNumber(value: string): number {
  const [, sign, digits = ''] = /^\s*(-?)(0x[0-9a-f]+|\d+)(?:\s|$)/i.exec(value) ?? [];
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits || Number.NaN);
  return sign === '-' ? -number : number;
}

/**
 * A key as a path below /proc/sys. Whichever of `.` and `/` comes first separates; then the other one is literal
 * (sysctl.d(5)), so `net.ipv4.conf.eth0/100.arp_ignore` is the interface eth0.100.
 */
export function slashForm(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== '.') return key;
  return key.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}

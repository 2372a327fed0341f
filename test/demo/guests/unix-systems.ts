import { type Toolset, toolsets } from '../../platforms/unix/toolsets.ts';
import { missing } from '../../prerequisites.ts';

/** A Unix that is simulated for the demo: its address on the segment, which it has no place on, is its own. */
export interface UnixSystem {
  readonly name: string;
  readonly title: string;
  /** The folder in test/platforms/unix/simulated/. */
  readonly simulated: string;
  readonly address: string;
}

export const unixSystems: readonly UnixSystem[] = [
  { name: 'aix01', title: 'AIX 7.2', simulated: 'aix', address: '192.0.2.31' },
  { name: 'sol11', title: 'Solaris 11.4', simulated: 'solaris11', address: '192.0.2.32' },
  { name: 'fbsd01', title: 'FreeBSD 14.1', simulated: 'freebsd', address: '192.0.2.33' },
];

/** What their commands are written for. */
export const unixNeeds: readonly string[] = ['dash', 'gawk'];

const fallback: Toolset = { title: 'dash, gawk, tools of gnu', shell: 'dash', awk: 'gawk', tools: 'gnu' };

/** The shell and tools that stand for those of such a system, as near to them as this machine has. */
export function chooseToolset(): Toolset {
  const found = toolsets.find(({ shell, awk, tools }) => {
    const needs = [shell.split(' ')[0] ?? '', awk, ...(tools === 'busybox' ? ['busybox'] : [])];
    return missing(...needs) === undefined;
  });
  return found ?? fallback;
}

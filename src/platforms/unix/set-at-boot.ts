import type { UnixObserved } from './observed.ts';

/** A line that gives a kernel setting its value at every boot. */
export interface BootLine {
  /** `/etc/sysctl.conf line 7` */
  readonly place: string;
  readonly value: string;
}

/** The last line about it counts. The section `set-at-boot` has them as grep -n prints them: `FILE:LINE:NAME=VALUE`. */
export function setAtBoot(name: string, host: UnixObserved): BootLine | undefined {
  const lines = (host.sections.get('set-at-boot') ?? []).flatMap((line) => {
    const [, file, number, found, value] = /^([^:]+):(\d+):\s*([\w.]+)\s*=\s*(\S+)/.exec(line) ?? [];
    return found === name && value !== undefined ? [{ place: `${file} line ${number}`, value }] : [];
  });
  return lines.at(-1);
}

import type { ProbeOutput } from './platform.ts';

/** A line that begins with this opens a section; the rest of the line is its name. */
const sectionMark = '@@vipfarm ';
const lastSection = 'end';

/**
 * Splits the answer of a probe into its sections. The section `end` is the proof that nothing was cut off.
 * A remote rc file that talks writes before the first mark; that is ignored.
 */
export function readSections(text: string): ProbeOutput {
  const sections = new Map<string, string>();
  for (const part of `\n${text}`.split(`\n${sectionMark}`).slice(1)) {
    const lineEnd = part.indexOf('\n');
    if (lineEnd === -1) {
      if (part === lastSection) sections.set(lastSection, '');
    } else {
      sections.set(part.slice(0, lineEnd).trimEnd(), part.slice(lineEnd + 1));
    }
  }
  return sections;
}

/** True when the probe ran to its end. */
export function isComplete(output: ProbeOutput): boolean {
  return output.has(lastSection);
}

/** The lines of a section without empty ones; none when the section never came. */
export function sectionLines(output: ProbeOutput, name: string): readonly string[] {
  return (output.get(name) ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** Readings that are remembered of one question; a farm has fewer kinds of hosts. */
const remembered = 32;

/**
 * A reader of these sections that works out once what a text means: the hosts of a farm say much the same. It sees no
 * other section, and what it gives is shared between hosts.
 */
export function onceForSameText<T>(
  names: readonly string[],
  read: (sections: ProbeOutput) => T,
): (output: ProbeOutput) => T {
  const readings = new Map<string, { readonly reading: T }>();
  return (output) => {
    const there = names.flatMap((name): [string, string][] => {
      const text = output.get(name);
      return text === undefined ? [] : [[name, text]];
    });
    const key = there.map(([name, text]) => `${name}\n${text}`).join('\0');
    const known = readings.get(key);
    if (known !== undefined) return known.reading;
    const reading = read(new Map(there));
    if (readings.size === remembered) readings.clear();
    readings.set(key, { reading });
    return reading;
  };
}

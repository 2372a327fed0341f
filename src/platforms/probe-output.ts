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
  const [before = '', ...parts] = text.split(`\n${sectionMark}`);
  if (before.startsWith(sectionMark)) parts.unshift(before.slice(sectionMark.length));
  for (const part of parts) {
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
  const text = output.get(name) ?? '';
  return text === '' ? [] : text.split('\n').filter((line) => /\S/.test(line));
}

/** Stands for a section that never came: text of a section does not hold such a mark. */
const absent = sectionMark;

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
    let key = '';
    for (const name of names) key += `${output.get(name) ?? absent}\0`;
    const known = readings.get(key);
    if (known !== undefined) return known.reading;
    const reading = read(new Map([...output].filter(([name]) => names.includes(name))));
    if (readings.size === remembered) readings.clear();
    readings.set(key, { reading });
    return reading;
  };
}

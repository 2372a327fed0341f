import { onceForSame } from './once-for-same.ts';
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

/**
 * A reader of these sections that works out once what they mean: the hosts of a farm say much the same. It sees no
 * other section, and what it gives is shared between hosts.
 */
export function onceForSameText<T>(
  names: readonly string[],
  read: (sections: ProbeOutput) => T,
): (output: ProbeOutput) => T {
  return onceForSame(
    (output: ProbeOutput) => names.map((name) => output.get(name)),
    (output) => read(new Map([...output].filter(([name]) => names.includes(name)))),
  );
}

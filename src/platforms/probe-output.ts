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

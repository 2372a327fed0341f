import { Problem } from '../core/problem.ts';
import { quoteWord } from '../core/quoting.ts';
import type { ScriptLanguage } from '../core/script-language.ts';
import { platforms } from './index.ts';
import type { Observed, Platform, ProbeQuestion } from './platform.ts';
import { isComplete, readSections, sectionLines } from './probe-output.ts';

/** A host as its platform read it. The observation goes back to this platform and to no other. */
export interface Reading {
  readonly platform: Platform;
  readonly observed: Observed;
}

/** The one script that is sent to a host of whatever system whose session speaks this language. */
export function probeScript(
  question: ProbeQuestion,
  language: ScriptLanguage,
  known: readonly Platform[] = platforms,
): string {
  const able = known.filter((platform) => platform.language === language);
  return language === 'shell' ? shellProbe(question, able) : able.map((one) => one.probe(question)).join('');
}

/**
 * It asks `uname -s` and runs the probe of that platform.
 * A probe is a function that is called on the last line, so that a shell that got half of the script runs none. Its
 * answer comes in one piece: line by line it would be a packet for each, at a cost for both ends.
 */
function shellProbe(question: ProbeQuestion, known: readonly Platform[]): string {
  const branches = known.map(
    (platform) => `${quoteWord(platform.kernel)})\nvf_probe() {\n${platform.probe(question)}}\n;;\n`,
  );
  return `vf_kernel=$(uname -s)
printf '\\n@@vipfarm kernel\\n%s\\n' "$vf_kernel"
vf_probe() { :; }
case $vf_kernel in
${branches.join('')}esac
vf_answer=$(vf_probe)
printf '%s\\n' "$vf_answer"
`;
}

/** @throws Problem: answer-unreadable when the answer is cut off, platform-unknown when no platform is its own */
export function readAnswer(text: string, known: readonly Platform[] = platforms): Reading {
  const sections = readSections(text);
  const [kernel] = sectionLines(sections, 'kernel');
  if (kernel === undefined) {
    throw new Problem('answer-unreadable', 'the host did not answer the probe', {
      wayOut: 'vipfarm doctor shows what a shell there prints',
    });
  }
  const platform = known.find((one) => one.kernel === kernel);
  if (platform === undefined) {
    throw new Problem('platform-unknown', `${kernel} is not a system that vipfarm knows`, {
      wayOut: `it knows ${known.map((one) => one.title).join(', ')}; take the host out of the pool`,
    });
  }
  if (!isComplete(sections)) {
    throw new Problem('answer-unreadable', 'the answer of the probe was cut off', { retryable: true });
  }
  return { platform, observed: platform.observe(sections) };
}

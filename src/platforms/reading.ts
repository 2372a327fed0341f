import { Problem } from '../core/problem.ts';
import { quoteWord } from '../core/quoting.ts';
import { platforms } from './index.ts';
import type { Observed, Platform, ProbeQuestion } from './platform.ts';
import { isComplete, readSections, sectionLines } from './probe-output.ts';

/** A host as its platform read it. The observation goes back to this platform and to no other. */
export interface Reading {
  readonly platform: Platform;
  readonly observed: Observed;
}

/**
 * The one script that is sent to a host of whatever system: it asks `uname -s` and runs the probe of that platform.
 * The probes stand in one compound command, so that a shell that got half of it runs none.
 */
export function probeScript(question: ProbeQuestion): string {
  const branches = platforms.map(
    (platform) => `${quoteWord(platform.kernel)})\n${platform.probe(question)};;\n`,
  );
  return `vf_kernel=$(uname -s)
printf '\\n@@vipfarm kernel\\n%s\\n' "$vf_kernel"
case $vf_kernel in
${branches.join('')}esac
`;
}

/** @throws Problem: answer-unreadable when the answer is cut off, platform-unknown when no platform is its own */
export function readAnswer(text: string): Reading {
  const sections = readSections(text);
  const [kernel] = sectionLines(sections, 'kernel');
  if (kernel === undefined) {
    throw new Problem('answer-unreadable', 'the host did not answer the probe', {
      wayOut: 'vipfarm doctor shows what a shell there prints',
    });
  }
  const platform = platforms.find((one) => one.kernel === kernel);
  if (platform === undefined) {
    throw new Problem('platform-unknown', `${kernel} is not a system that vipfarm knows`, {
      wayOut: `it knows ${platforms.map((one) => one.title).join(', ')}; take the host out of the pool`,
    });
  }
  if (!isComplete(sections)) {
    throw new Problem('answer-unreadable', 'the answer of the probe was cut off', { retryable: true });
  }
  return { platform, observed: platform.observe(sections) };
}

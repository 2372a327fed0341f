import { Problem } from '../core/problem.ts';
import { quoteWord } from '../core/quoting.ts';
import type { ScriptLanguage } from '../core/script-language.ts';
import { platforms } from './index.ts';
import type { Observed, Platform, ProbeOutput, ProbeQuestion } from './platform.ts';
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
 * It asks `uname -s` and runs the probe of that platform. The first line is for a Bourne shell of the time before POSIX,
 * which takes `^` for a pipe and would understand no line after it.
 *
 * A probe is a function that is called on the last line, so that a shell that got half of the script runs none. Its
 * answer comes in one piece: line by line it would be a packet for each, at a cost for both ends.
 */
function shellProbe(question: ProbeQuestion, known: readonly Platform[]): string {
  const preludes = new Set(known.flatMap((platform) => platform.prelude ?? []));
  const branches = known.map(
    (platform) => `${quoteWord(platform.kernel)})\nvf_probe() {\n${platform.probe(question)}}\n;;\n`,
  );
  return `: ^ false || { echo; echo '@@vipfarm old-shell'; uname -s; exit; }
vf_kernel=$(uname -s)
printf '\\n@@vipfarm kernel\\n%s\\n' "$vf_kernel"
vf_probe() { :; }
${[...preludes].join('')}case $vf_kernel in
${branches.join('')}esac
vf_answer=$(vf_probe)
printf '%s\\n' "$vf_answer"
`;
}

/**
 * @param said what the inventory says of the system (`os`): then only the probe of that platform was sent
 * @throws Problem: answer-unreadable when the answer is cut off or was no answer, platform-unknown when no platform is its
 * own, or another one than was said
 */
export function readAnswer(
  text: string,
  known: readonly Platform[] = platforms,
  said: string | undefined = undefined,
): Reading {
  const sections = readSections(text);
  const [kernel] = sectionLines(sections, 'kernel');
  if (kernel === undefined) throw notAnswered(sections);
  const platform = known.find((one) => one.kernel === kernel);
  if (platform === undefined) {
    throw new Problem('platform-unknown', `${kernel} is not a system that vipfarm knows`, {
      wayOut: `it knows ${known.map((one) => one.title).join(', ')}; take the host out of the pool`,
    });
  }
  if (said !== undefined && platform.id !== said) {
    throw new Problem(
      'platform-unknown',
      `the inventory says "os: ${said}" of this host, and it is ${platform.title}`,
      {
        wayOut: `say "os: ${platform.id}", or leave it out: then it is found out`,
      },
    );
  }
  if (!isComplete(sections)) {
    throw new Problem('answer-unreadable', 'the answer of the probe was cut off', { retryable: true });
  }
  return { platform, observed: platform.observe(sections) };
}

function notAnswered(sections: ProbeOutput): Problem {
  const [system] = sectionLines(sections, 'old-shell');
  if (system !== undefined) {
    return new Problem(
      'answer-unreadable',
      `the shell of this ${system} host is from before POSIX, and no newer one was found`,
      {
        wayOut: 'install the package that has /usr/xpg4/bin/sh (SUNWxcu4)',
      },
    );
  }
  return new Problem('answer-unreadable', 'the host did not answer the probe', {
    wayOut: 'vipfarm doctor shows what a shell there prints',
  });
}

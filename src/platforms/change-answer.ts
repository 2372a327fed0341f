import type { StepEnd } from '../core/event.ts';
import type { ArmedDeadman, ChangeAnswer, HostRefusal, ProbeOutput } from './platform.ts';
import { isComplete, readSections } from './probe-output.ts';

const stepEnds: readonly StepEnd[] = ['done', 'failed', 'undone', 'not-undone'];
const refusals: readonly HostRefusal['kind'][] = ['unwritable', 'locked', 'outdated', 'too-late'];

/** Reads what the change scripts of every platform print. Never throws. */
export function readChangeAnswer(text: string): ChangeAnswer {
  const sections: ProbeOutput = readSections(text);
  const ends: { step: string; end: StepEnd; output: string }[] = [];
  let refused: HostRefusal | undefined;
  for (const [name, output] of sections) {
    const [, step, word] = /^step (\S+) (\S+)$/.exec(name) ?? [];
    const end = stepEnds.find((known) => known === word);
    if (step !== undefined && end !== undefined) ends.push({ step, end, output: output.trim() });
    const kind = refusals.find((known) => name === `refused ${known}`);
    if (kind !== undefined) refused = { kind, text: output.trim() };
  }
  return { complete: isComplete(sections), refused, armed: readArmed(sections.get('armed')), ends };
}

function readArmed(line: string | undefined): ArmedDeadman | undefined {
  const [, means, seconds] = /^(\S+) (\d+)$/.exec(line?.trim() ?? '') ?? [];
  return means === undefined ? undefined : { means, seconds: Number(seconds) };
}

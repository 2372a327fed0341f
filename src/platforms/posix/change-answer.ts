import type { StepEnd } from '../../core/event.ts';
import type { ChangeAnswer, ProbeOutput } from '../platform.ts';
import { isComplete, readSections } from '../probe-output.ts';

const stepEnds: readonly StepEnd[] = ['done', 'failed', 'undone', 'not-undone'];

/** The other half of change-script.ts. */
export function readChangeAnswer(text: string): ChangeAnswer {
  const sections: ProbeOutput = readSections(text);
  const ends: { step: string; end: StepEnd; output: string }[] = [];
  for (const [name, output] of sections) {
    const [, step, word] = /^step (\S+) (\S+)$/.exec(name) ?? [];
    const end = stepEnds.find((known) => known === word);
    if (step !== undefined && end !== undefined) ends.push({ step, end, output: output.trim() });
  }
  const refusal = sections.get('refused')?.trim();
  const refused = refusal === undefined ? undefined : ({ kind: 'unwritable', text: refusal } as const);
  return { complete: isComplete(sections), refused, armed: undefined, ends };
}

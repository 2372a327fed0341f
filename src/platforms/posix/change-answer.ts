import type { StepEnd } from '../../core/event.ts';
import type { ProbeOutput } from '../platform.ts';
import { isComplete, readSections } from '../probe-output.ts';

/** What a change script said: how each step ended, in the order in which that was noted. */
export interface ChangeAnswer {
  /** False when the session was lost before the script's end. */
  readonly complete: boolean;
  /** The host would not let the script keep its notes, so nothing was begun. */
  readonly refused: string | undefined;
  readonly ends: readonly { readonly step: string; readonly end: StepEnd; readonly output: string }[];
}

const stepEnds: readonly StepEnd[] = ['done', 'failed', 'undone', 'not-undone'];

export function readChangeAnswer(text: string): ChangeAnswer {
  const sections: ProbeOutput = readSections(text);
  const ends: { step: string; end: StepEnd; output: string }[] = [];
  for (const [name, output] of sections) {
    const [, step, word] = /^step (\S+) (\S+)$/.exec(name) ?? [];
    const end = stepEnds.find((known) => known === word);
    if (step !== undefined && end !== undefined) ends.push({ step, end, output: output.trim() });
  }
  return { complete: isComplete(sections), refused: sections.get('refused')?.trim(), ends };
}

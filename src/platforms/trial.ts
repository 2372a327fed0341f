import type { Deed, Step } from '../core/step.ts';

/** A part of a change that is done and undone as one. */
export interface NamedDeed extends Deed {
  readonly id: string;
}

/** A change on trial: what is done before its confirmation, and what after. */
export interface TrialParts {
  readonly tried: readonly NamedDeed[];
  readonly lasting: readonly NamedDeed[];
}

export function partsOfTrial(steps: readonly Step[]): TrialParts {
  const tried = steps.flatMap((step): readonly NamedDeed[] => {
    if (step.trial === 'none') return [];
    return step.trial === 'all' ? [step] : [{ id: step.id, ...step.trial }];
  });
  return { tried, lasting: steps.filter((step) => step.trial !== 'all') };
}

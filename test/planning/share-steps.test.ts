import { describe, expect, it } from 'vitest';
import type { HostPlan } from '../../src/core/plan.ts';
import { planHost } from '../../src/planning/plan-host.ts';
import { shareSteps } from '../../src/planning/share-steps.ts';
import { readAnswer } from '../../src/platforms/reading.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';

const { output, wanted } = transcriptNamed('linux/ifupdown-before.yaml');

function planned(host: string, vips = wanted.present): HostPlan {
  return planHost(host, readAnswer(output), { ...wanted, present: vips });
}

function stepsOf(plan: HostPlan): unknown {
  return plan.kind === 'change' ? plan.steps : undefined;
}

describe('shared steps', () => {
  it('are one list for hosts that are changed in the same way, and say what they said before', () => {
    const share = shareSteps();
    const [first, second] = [share(planned('web01')), share(planned('web02'))];
    expect(stepsOf(first)).toBeDefined();
    expect(stepsOf(second)).toBe(stepsOf(first));
    expect(second).toEqual(planned('web02'));
  });

  it('are another list for a host that is changed in another way', () => {
    const share = shareSteps();
    const [first, second] = [share(planned('web01')), share(planned('web02', wanted.present.slice(0, 1)))];
    expect(stepsOf(second)).not.toEqual(stepsOf(first));
    expect(second).toEqual(planned('web02', wanted.present.slice(0, 1)));
  });
});

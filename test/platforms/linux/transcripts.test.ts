import { describe, expect, it } from 'vitest';
import { planHost } from '../../../src/planning/plan-host.ts';
import { linux } from '../../../src/platforms/linux/index.ts';
import { stackOf } from '../../../src/platforms/linux/stacks/index.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';

describe('a recorded Linux host', () => {
  it.each(readTranscripts('linux'))(
    'is understood and planned for: $name',
    ({ output, wanted, expected }) => {
      const reading = readAnswer(output);
      const plan = planHost('web01', reading, wanted);
      expect({
        platform: reading.platform.id,
        stack: stackOf(linux.observe(readSections(output)), undefined)?.id ?? 'none',
        title: plan.title,
        decision: plan.kind,
        steps: plan.kind === 'change' ? plan.steps.map((step) => step.id) : [],
        reason: plan.kind === 'refused' ? plan.reason : '',
        state: expected.state === undefined ? undefined : judgeHost('web01', reading, wanted).state,
      }).toEqual({ ...expected, reason: expect.stringContaining(expected.reason), state: expected.state });
    },
  );
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { planHost } from '../../../src/planning/plan-host.ts';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import { describeWith } from '../../describe-with.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { simulatedHosts } from './simulated-hosts.ts';
import { writeTranscript } from './write-transcript.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

describe('a Windows host of the transcripts', () => {
  it.each(readTranscripts('windows'))(
    'is understood and planned for: $name',
    ({ output, wanted, expected }) => {
      const reading = readAnswer(output, [windows]);
      const plan = planHost('web01', reading, wanted);
      expect({
        platform: reading.platform.id,
        title: plan.title,
        decision: plan.kind,
        steps: plan.kind === 'change' ? plan.steps.map((step) => step.id) : [],
        reason: plan.kind === 'refused' ? plan.reason : '',
        state: expected.state === undefined ? undefined : judgeHost('web01', reading, wanted).state,
      }).toEqual({ ...expected, state: expected.state });
    },
  );
});

describeWith(['dotnet', 'gcc'], 'the simulated Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(simulatedHosts)('still answers what its transcript says: $name', async (one) => {
    const path = new URL(`../../transcripts/windows/simulated-${one.file}.yaml`, import.meta.url);
    expect(await writeTranscript(host, one)).toBe(readFileSync(path, 'utf8'));
  });
});

import { describe, expect, it } from 'vitest';
import { planHost } from '../../../src/planning/plan-host.ts';
import { readSections } from '../../../src/platforms/probe-output.ts';
import { readAnswer } from '../../../src/platforms/reading.ts';
import { observeUnix } from '../../../src/platforms/unix/observe.ts';
import { planUnix } from '../../../src/platforms/unix/plan.ts';
import { stackOf } from '../../../src/platforms/unix/stack-of.ts';
import type { UnixSystem } from '../../../src/platforms/unix/system.ts';
import { judgeHost } from '../../../src/verification/judge-host.ts';
import { readTranscripts } from '../../transcripts/read-transcripts.ts';
import { desiring } from '../desiring.ts';

const vip = { address: '192.0.2.100', family: 4 as const };

/** What vipfarm makes of each transcript of one Unix: its title, its stack, the steps or the refusal, the state. */
export function describeTranscripts(system: UnixSystem): void {
  describe(`a recorded ${system.title} host`, () => {
    it.each(readTranscripts(system.id))(
      'is understood and planned for: $name',
      ({ output, wanted, expected }) => {
        const reading = readAnswer(output);
        const plan = planHost('host', reading, wanted);
        const recognised = stackOf(system, observeUnix(system, readSections(output)), undefined);
        expect({
          platform: reading.platform.id,
          stack: recognised?.id ?? 'none',
          title: plan.title,
          decision: plan.kind,
          steps: plan.kind === 'change' ? plan.steps.map((step) => step.id) : [],
          reason: plan.kind === 'refused' ? plan.reason : '',
          state: expected.state === undefined ? undefined : judgeHost('host', reading, wanted).state,
        }).toEqual({ ...expected, reason: expect.stringContaining(expected.reason), state: expected.state });
      },
    );

    it.each([
      ['with a wider mask', system.loopback, 30],
      ['on a NIC', 'nic0', 24],
    ])('is not rid of a VIP that stands there %s', (_how, name, prefix) => {
      const fresh = readTranscripts(system.id).find(({ expected }) => expected.decision === 'change');
      const host = observeUnix(system, readSections(fresh?.output ?? ''));
      const astray = { interface: name, ...vip, prefix, label: undefined, scope: undefined };
      for (const force of [false, true]) {
        const wish = desiring({ absent: [vip], force });
        expect(planUnix(wish, { ...host, addresses: [...host.addresses, astray] }, system)).toEqual({
          kind: 'refused',
          reason: `192.0.2.100/${prefix} on ${name} was not put there by vipfarm and would stay`,
          wayOut: expect.stringContaining('by hand'),
        });
      }
    });

    it.each(system.stacks)('has a stack, of which exactly one takes each host: $id', () => {
      for (const { output } of readTranscripts(system.id)) {
        const host = observeUnix(system, readSections(output));
        expect(system.stacks.filter((stack) => stack.recognises(host)).length).toBeLessThan(2);
      }
    });
  });
}

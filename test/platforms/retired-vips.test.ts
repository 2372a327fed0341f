import { describe, expect, it } from 'vitest';
import { planHost } from '../../src/planning/plan-host.ts';
import { readAnswer } from '../../src/platforms/reading.ts';
import { isDone } from '../../src/verification/judge-change.ts';
import { judgeHost } from '../../src/verification/judge-host.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { desiring } from './desiring.ts';

const vip4 = { address: '192.0.2.100', family: 4 as const };
const vip6 = { address: '2001:db8::100', family: 6 as const };
const told =
  'vipfarm put 192.0.2.100 here, and no pool of this host has it now: give it a pool of its own with this host as member, and vipfarm remove that pool';

describe.each(['linux/ifupdown-after', 'windows/simulated-2016-after'])(
  'a VIP of %s that was taken out of the inventory',
  (name) => {
    const reading = readAnswer(transcriptNamed(`${name}.yaml`).output);
    const wanted = desiring({ present: [vip6] });

    it('is named by an audit, which calls the host drifted', () => {
      const { state, checks } = judgeHost('web01', reading, wanted);
      const wrong = checks.filter((check) => check.verdict === 'wrong').map((check) => check.found);
      expect({ state, wrong }).toEqual({ state: 'drift', wrong: [told] });
    });

    it('is named by the plan, and makes no apply fail', () => {
      expect(planHost('web01', reading, wanted)).toMatchObject({ kind: 'as-wanted', notices: [told] });
      expect(isDone(wanted, reading)).toBe(true);
    });

    it('is none as long as another pool of the host has it', () => {
      expect(judgeHost('web01', reading, { ...wanted, others: [vip4] }).state).toBe('ok');
    });
  },
);

it('is named on other systems, too', () => {
  const reading = readAnswer(transcriptNamed('freebsd/composed-after.yaml').output);
  const wanted = desiring({ present: [{ address: '192.0.2.101', family: 4 }] });
  expect(planHost('web01', reading, wanted).notices[0]).toBe(told);
  expect(judgeHost('web01', reading, wanted).checks.map((check) => check.id)).toContain('retired-vips');
});

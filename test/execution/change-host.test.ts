import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostResult } from '../../src/core/outcome.ts';
import { Problem } from '../../src/core/problem.ts';
import { rollOut } from '../../src/execution/roll-out.ts';
import { surveyHosts } from '../../src/execution/survey-hosts.ts';
import { approvePlan } from '../../src/planning/plan.ts';
import { readEvidence } from '../../src/store/evidence.ts';
import { aPlan } from '../planning/a-plan.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { plainMeans } from './rolling.ts';
import {
  aMember,
  cannotConnect,
  type Line,
  lost,
  type ScriptedFarm,
  scriptedFarm,
  thisRun,
} from './scripted.ts';

const before = transcriptNamed('linux/ifupdown-before.yaml');
const after = transcriptNamed('linux/ifupdown-after.yaml').output;
const halfway = transcriptNamed('linux/composed-partial-vip-gone.yaml').output;

const done = said(
  'step remember done',
  'step arp-at-boot done',
  'step arp-now done',
  'step boot-files done',
  'end',
);
const undone = said(
  'step remember done',
  'step arp-at-boot failed\nno space left',
  'step arp-at-boot undone',
  'step remember undone',
  'end',
);
/** What a host remembers that has no notes of a change. */
const over = said('at-work-before', 'trial', 'boot', 'fence', 'notes', 'at-work-after', 'end');
/** What one remembers whose script still runs. */
const underWay = said(
  `at-work-before\n${thisRun}`,
  'trial',
  'boot\nboot-1',
  'fence',
  `notes\n${thisRun} - begun now\n${thisRun} arp-now begun`,
  `at-work-after\n${thisRun}`,
  'end',
);
/** What one remembers where another run, which has not confirmed its change yet, came before ours. */
const triedByOther = said(
  'at-work-before',
  'trial\nother\n4102444800',
  'boot\nboot-1',
  'fence\n1',
  'notes\nother - begun now\nother - owner ops@admin2\nother arp-now done',
  'at-work-after',
  'end',
);
const stuck = said(
  'step remember done',
  'step arp-now failed\nwhy it failed',
  'step arp-now not-undone\nwhy it stays',
  'end',
);

/** Whoever asks gets no answer, as often as it is tried. */
const never: readonly Line[] = Array.from({ length: 60 }, () => lost);

const table: readonly (readonly [what: string, script: readonly Line[], result: Partial<HostResult>])[] = [
  ['is as wanted afterwards', [done, after], { outcome: 'changed' }],
  [
    'says done and is not',
    [done, before.output],
    { outcome: 'failed', reason: expect.stringContaining('192.0.2.100 is not on lo') },
  ],
  [
    'undid everything',
    [undone, before.output],
    {
      outcome: 'rolled-back',
      reason: 'failed at "~ ARP settings for boot: /etc/sysctl.d/99-zz-vipfarm.conf": no space left',
    },
  ],
  [
    'could not undo a step',
    [stuck, halfway],
    {
      outcome: 'failed',
      reason: expect.stringMatching(/why it failed; step arp-now could not be undone: why it stays/),
    },
  ],
  [
    'would not begin',
    [said('refused unwritable\n/var/lib/vipfarm cannot be written', 'end'), before.output],
    { outcome: 'failed', reason: 'nothing was changed: /var/lib/vipfarm cannot be written' },
  ],
  [
    'fell silent',
    [said('step remember done'), over, halfway],
    { outcome: 'unknown', reason: expect.stringContaining('did not report its end') },
  ],
  [
    'was lost and finished alone',
    [lost, over, after],
    { outcome: 'changed', reason: expect.stringContaining('finished alone') },
  ],
  [
    'was lost and undid it all',
    [lost, over, before.output],
    { outcome: 'rolled-back', reason: expect.stringContaining('as it was before') },
  ],
  [
    'was lost half-way',
    [lost, over, halfway],
    { outcome: 'unknown', reason: expect.stringContaining('audit --limit web01') },
  ],
  [
    'was lost for good',
    [lost, cannotConnect],
    { outcome: 'unknown', reason: expect.stringContaining('port 22 is closed; start sshd') },
  ],
  [
    'was lost before it was read again, and is read over a new connection',
    [done, lost, over, after],
    { outcome: 'changed', reason: expect.stringContaining('finished alone') },
  ],
  [
    'was lost before it was read again, and cannot be reached any more',
    [done, lost, cannotConnect],
    { outcome: 'unknown', reason: expect.stringContaining('port 22 is closed; start sshd') },
  ],
  ['answered nonsense when read again', [done, 'bash: uname: not found'], { outcome: 'unknown' }],
];

describe('a changed host', () => {
  it.each(table)('that %s', async (_what, script, result) => {
    using farm = scriptedFarm({ web01: [before.output, ...script] });
    expect(await apply(farm, ['web01'])).toEqual([expect.objectContaining({ host: 'web01', ...result })]);
    expect(farm.calls.slice(0, 3)).toEqual(['web01 connect', 'web01 probe', 'web01 change']);
  });

  it('leaves its raw answers and its events', async () => {
    using farm = scriptedFarm({ web01: [before.output, undone, before.output] });
    await apply(farm, ['web01']);
    const kept: string[][] = [];
    for await (const { host, moment, text } of readEvidence(join(farm.folder, 'evidence.txt'))) {
      kept.push([host, moment, text]);
    }
    expect(kept).toEqual([
      ['web01', 'before', before.output],
      ['web01', 'change', undone],
      ['web01', 'after', before.output],
    ]);
    expect(farm.events.map((event) => ('step' in event ? `${event.step} ${event.end}` : event.kind))).toEqual(
      [
        'host-contacted',
        'host-probed',
        'batch-started',
        'change-sent',
        'remember done',
        'arp-at-boot failed',
        'arp-at-boot undone',
        'remember undone',
        'host-probed',
        'host-ended',
        'gate-judged',
      ],
    );
  });
});

describe('a host whose connection was lost', () => {
  it.each([
    ['that cannot be reached for a while is given up soon', [lost, ...never], 'unknown', 20_000],
    ['that goes on alone is waited for', [lost, ...Array(12).fill(underWay), over, after], 'changed', 60_000],
    [
      'that is lost again and comes back is waited for',
      [lost, underWay, lost, lost, over, after],
      'changed',
      20_000,
    ],
    [
      'that another run may take back yet is waited for',
      [lost, ...Array(6).fill(triedByOther), over, before.output],
      'rolled-back',
      60_000,
    ],
  ] as const)('and %s', async (_what, script, outcome, atMost) => {
    using farm = scriptedFarm({ web01: [before.output, ...script] });
    const { clock } = farm.conditions;
    const begun = clock.now();
    expect(await apply(farm, ['web01'])).toMatchObject([{ outcome }]);
    expect(clock.now() - begun).toBeLessThanOrEqual(atMost);
  });

  it('and that another run still has on trial at the end is unknown, and names that run', async () => {
    using farm = scriptedFarm({
      web01: [before.output, lost, ...Array(29).fill(triedByOther), triedByOther, after],
    });
    expect(await apply(farm, ['web01'])).toMatchObject([
      { outcome: 'unknown', reason: expect.stringContaining('other of ops@admin2 is at work there') },
    ]);
  });
});

describe('a farm that is changed', () => {
  it('has a result for every host, whatever became of each', async () => {
    using farm = scriptedFarm({
      web01: [before.output, done, after],
      web02: [after],
      web03: [cannotConnect],
      web04: [transcriptNamed('linux/composed-read-only.yaml').output],
      web05: [before.output, lost, cannotConnect],
      web06: ['garbage'],
    });
    const results = await apply(farm, ['web01', 'web02', 'web03', 'web04', 'web05', 'web06']);
    expect(results.map((result) => `${result.host} ${result.outcome}`)).toEqual([
      'web01 changed',
      'web02 ok',
      'web03 unreachable',
      'web04 skipped',
      'web05 unknown',
      'web06 unreachable',
    ]);
    const closed = new Set(farm.calls.filter((call) => call.endsWith('close')));
    expect([...closed].map((call) => call.split(' ')[0]).sort()).toEqual([
      'web01',
      'web02',
      'web04',
      'web05',
      'web06',
    ]);
  });

  it('is left alone when the plan was edited after it was approved', async () => {
    using farm = scriptedFarm({ web01: [before.output] });
    const survey = await surveyHosts([aMember('web01')], () => before.wanted, farm.conditions, true);
    const approved = approvePlan(aPlan(survey.plans), 'operator');
    const edited = { ...approved, plan: { ...approved.plan, force: true } };
    await expect(rollOut(edited, survey.ready, plainMeans(), farm.conditions)).rejects.toMatchObject({
      code: 'not-approved',
    });
    expect(farm.calls).toEqual(['web01 connect', 'web01 probe']);
  });

  it('begins no host after an interruption, and says which', async () => {
    const stop = new AbortController();
    using farm = scriptedFarm({ web01: [before.output] }, { signal: stop.signal });
    const survey = await surveyHosts([aMember('web01')], () => before.wanted, farm.conditions, true);
    stop.abort(new Problem('interrupted', 'interrupted by the operator'));
    const { results } = await rollOut(
      approvePlan(aPlan(survey.plans), 'operator'),
      survey.ready,
      plainMeans(),
      farm.conditions,
    );
    expect(results).toEqual([{ host: 'web01', outcome: 'not-attempted' }]);
    expect(farm.calls).not.toContain('web01 change');
  });

  it('keeps no session open where nothing is to be changed', async () => {
    using farm = scriptedFarm({ web01: [before.output] });
    await surveyHosts([aMember('web01')], () => before.wanted, farm.conditions, false);
    expect(farm.calls).toEqual(['web01 connect', 'web01 probe', 'web01 close']);
  });
});

async function apply(farm: ScriptedFarm, names: readonly string[]): Promise<readonly HostResult[]> {
  await using survey = await surveyHosts(names.map(aMember), () => before.wanted, farm.conditions, true);
  const approved = approvePlan(aPlan(survey.plans), 'yes-option');
  return (await rollOut(approved, survey.ready, plainMeans(), farm.conditions)).results;
}

/** What a change script prints: its sections, each with its text. */
function said(...sections: readonly string[]): string {
  return sections.map((section) => `\n@@vipfarm ${section}\n`).join('');
}

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { Claim, SegmentReport } from '../../src/core/network.ts';
import type { Hooks } from '../../src/core/rollout.ts';
import type { HookAnswer } from '../../src/execution/run-hook.ts';
import { eventLines } from '../../src/reporting/event-lines.ts';
import { resultText } from '../../src/reporting/result-text.ts';
import { aPlan } from '../planning/a-plan.ts';
import {
  aSegment,
  changed,
  claimOf,
  nobodyHeard,
  removed,
  rollOutWitnessed,
  takenBack,
} from './witnessed.ts';

const pause = 300_000;

it.each([
  ['a member that answers is taken back at once', claimOf('web01'), takenBack, 'rolled-back'],
  ['somebody unknown ends it', claimOf(), [], 'changed'],
] as const)(
  'in the pause behind a batch, %s, and the gate stays shut',
  async (_what, claim, more, outcome) => {
    let hear: (claim: Claim) => void = () => undefined;
    const begun = Date.UTC(2026, 10, 22, 23, 10);
    let now = begun;
    const clock: Clock = {
      now: () => now,
      sleep(milliseconds, signal) {
        // The answer comes in the tenth second of the pause.
        if (milliseconds === pause) {
          now += 10_000;
          hear(claim);
          if (signal.aborted) return Promise.resolve();
        }
        now += milliseconds;
        return Promise.resolve();
      },
    };
    const segment = aSegment({
      watch(_vips, onClaim) {
        hear = onClaim;
        return Promise.resolve({ stop: () => Promise.resolve(nobodyHeard) });
      },
    });
    const { outcomes, stopped } = await rollOutWitnessed({
      scripts: { web01: [...changed, ...more], web02: changed },
      batches: [['web01'], ['web02']],
      batch: { pause },
      means: { segment },
      conditions: { clock },
    });
    expect(outcomes).toEqual([`web01 ${outcome}`, 'web02 not-attempted']);
    expect(stopped?.batch).toBe(1);
    expect(now - begun).toBeLessThan(pause);
  },
);

describe('a removal under watch', () => {
  const heardBefore = { ...nobodyHeard, claims: [claimOf()] };

  function removeWhile(claim: Claim) {
    return rollOutWitnessed({
      verb: 'remove',
      scripts: { web01: removed, web02: removed },
      batches: [['web01'], ['web02']],
      means: {
        before: heardBefore,
        segment: aSegment({
          watch(_vips, onClaim) {
            onClaim(claim);
            return Promise.resolve({ stop: () => Promise.resolve(nobodyHeard) });
          },
        }),
      },
    });
  }

  it('goes on while somebody answers who did so before', async () => {
    const { outcomes, stopped } = await removeWhile(claimOf());
    expect(outcomes).toEqual(['web01 changed', 'web02 changed']);
    expect(stopped).toBeUndefined();
  });

  it('stops for somebody who begins to answer', async () => {
    const { outcomes, stopped } = await removeWhile({ ...claimOf(), mac: '02:00:00:00:00:98' });
    expect(outcomes).toEqual(['web01 not-attempted', 'web02 not-attempted']);
    expect(stopped?.batch).toBe(1);
  });
});

it('the gate stays shut behind a batch that was stopped because a host of an earlier one was taken back', async () => {
  let hear: (claim: Claim) => void = () => undefined;
  const segment = aSegment({
    watch(_vips, onClaim) {
      hear = onClaim;
      return Promise.resolve({ stop: () => Promise.resolve(nobodyHeard) });
    },
  });
  const hook = { on: 'controller', run: ['after'], timeout: 1_000 } as const;
  const { outcomes, stopped } = await rollOutWitnessed({
    scripts: { web01: [...changed, ...takenBack], web02: changed, web03: changed, web04: changed },
    batches: [['web01'], ['web02', 'web03'], ['web04']],
    batch: { hooks: { after: hook } },
    maxFail: 3,
    conditions: { fanout: 1 },
    means: {
      segment,
      runHook(_hook, { host }) {
        if (host?.name === 'web02') hear(claimOf('web01'));
        return Promise.resolve({ ok: true, output: '', detail: '' });
      },
    },
  });
  expect(outcomes).toEqual([
    'web01 rolled-back',
    'web02 changed',
    'web03 not-attempted',
    'web04 not-attempted',
  ]);
  expect(stopped?.reasons).toEqual(['1 failed while this batch was changed (web01), and maxFail allows 0']);
});

describe('a member that is heard', () => {
  const hook = (name: string) => ({ on: 'controller', run: [name], timeout: 300_000 }) as const;

  function rollOutHearing(
    hooks: Hooks,
    runHook: (name: string, hear: () => void, isTakenBack: Promise<void>) => Promise<HookAnswer>,
  ) {
    let hear: (claim: Claim) => void = () => undefined;
    let tell: () => void = () => undefined;
    const isTakenBack = new Promise<void>((resolve) => {
      tell = resolve;
    });
    return rollOutWitnessed({
      scripts: { web01: [...changed, ...takenBack] },
      batches: [['web01']],
      batch: { hooks },
      conditions: {
        announce(event) {
          if (event.kind === 'host-ended' && event.outcome === 'rolled-back') tell();
        },
      },
      means: {
        segment: aSegment({
          watch(_vips, onClaim) {
            hear = onClaim;
            return Promise.resolve({ stop: () => Promise.resolve(nobodyHeard) });
          },
        }),
        runHook: ({ run }) => runHook(run[0] ?? '', () => hear(claimOf('web01')), isTakenBack),
      },
    });
  }
  const good: HookAnswer = { ok: true, output: '', detail: '' };

  it('is taken back while a hook behind its change goes on, and is not brought into service', async () => {
    const called: string[] = [];
    const hooks = { drain: hook('drain'), after: hook('after'), undrain: hook('undrain') };
    const { outcomes, results } = await rollOutHearing(hooks, (name, hear) => {
      called.push(name);
      if (name !== 'after') return Promise.resolve(good);
      hear();
      return new Promise(() => undefined);
    });
    expect(outcomes).toEqual(['web01 rolled-back']);
    expect(results[0]?.reason).toMatch(/^web01 .* answered ARP for 192.0.2.100: .*; it was left drained$/);
    expect(called).toEqual(['drain', 'after']);
  });

  it('after its turn is taken back while what follows the batch goes on', async () => {
    const { outcomes, stopped } = await rollOutHearing(
      { afterBatch: hook('afterBatch') },
      async (_name, hear, isTakenBack) => {
        hear();
        await isTakenBack;
        return good;
      },
    );
    expect(outcomes).toEqual(['web01 rolled-back']);
    expect(stopped?.batch).toBe(1);
  });
});

describe('witnesses that are lost on the way', () => {
  const vip = { address: '192.0.2.100', family: 4 } as const;
  const seen: SegmentReport = {
    ...nobodyHeard,
    vips: [vip],
    witnesses: [{ host: 'db01', means: 'python3 raw socket', proves: 'replies', requests: 500 }],
  };
  const loss = 'lost after 3 requests: the connection was closed';
  const blind: SegmentReport = {
    ...nobodyHeard,
    vips: [vip],
    witnesses: [{ host: 'db01', means: 'none', proves: 'nothing', requests: 0, reason: loss, lost: true }],
    unwatched: [vip.address],
  };

  function rollOutSeeing(before: SegmentReport, reports: readonly SegmentReport[]) {
    const left = [...reports];
    return rollOutWitnessed({
      scripts: { web01: changed, web02: changed, web03: changed },
      batches: [['web01'], ['web02'], ['web03']],
      means: {
        before,
        segment: aSegment({
          survey: () => Promise.resolve(left.at(-1) ?? blind),
          watch: () => Promise.resolve({ stop: () => Promise.resolve(left.shift() ?? blind) }),
        }),
      },
    });
  }

  it('keep the gate shut once nobody is left, and are named', async () => {
    const end = await rollOutSeeing(seen, [seen, blind]);
    expect(end.outcomes).toEqual(['web01 changed', 'web02 changed', 'web03 not-attempted']);
    expect(end.stopped).toMatchObject({ batch: 2, by: 'gate' });
    expect(end.stopped?.reasons).toEqual([
      `nobody looks at the network for 192.0.2.100 any more (witness db01: ${loss}); name another witness (witnesses: [HOST]), or resume without one: then nothing is proven from the network`,
    ]);
    const text = resultText(aPlan([]), end, { run: 'run-1', milliseconds: 0 }, 'vipfarm resume run-1');
    expect(text).toContain(`
  network   nobody answered for 192.0.2.100, 500 requests from 1 witness
            witness db01: ${loss}
            in the end nobody looked for 192.0.2.100
`);
    const lines: string[] = [];
    const tell = eventLines(
      (line) => lines.push(line),
      () => new Date(0),
    );
    for (const event of end.events) tell(event);
    expect(lines).toContain(`00:00:00  network  witness db01: ${loss}\n`);
  });

  it('shut the last gate again when the last look is without any', async () => {
    const { outcomes, stopped } = await rollOutSeeing(seen, [seen, seen, seen]);
    expect(outcomes).toEqual(['web01 changed', 'web02 changed', 'web03 changed']);
    expect(stopped?.batch).toBe(3);
  });

  it('are no reason to stop a run that began without any', async () => {
    const { outcomes, stopped } = await rollOutSeeing(blind, [blind, blind, blind]);
    expect(outcomes).toEqual(['web01 changed', 'web02 changed', 'web03 changed']);
    expect(stopped).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Batch, Capacity, RolloutPlan } from '../../src/core/rollout.ts';
import { rolloutLines } from '../../src/reporting/rollout-text.ts';

describe('a rollout on the screen', () => {
  it('is one line for the batches and what stays in service, and one for failures', () => {
    const rollout = {
      batches: batches('web', [1, 5, 42]),
      maxFail: 0,
      capacities: [capacity('web', 52, 42)],
    };
    expect(rolloutLines(rollout)).toEqual([
      'Batches: 1 (web0), 5, 42; at most 10 of 52 out of service (keepInService 80%).',
      'A host that fails stops the run; what is done stays.',
    ]);
  });

  it('says equal batches once, the pause between them, and what is out already', () => {
    const said = { pause: 300_000, onFailure: 'rollback-batch' } as const;
    const rollout: RolloutPlan = {
      batches: batches('web', [2, 5, 5, 5, 1], said),
      maxFail: 2,
      capacities: [{ ...capacity('web', 20, 16), out: ['a', 'b'] }],
    };
    expect(rolloutLines(rollout)).toEqual([
      'Batches: 2, 3 x 5, 1, 5m apart; at most 4 of 20 out of service (keepInService 80%), 2 are out already.',
      'More than 2 hosts that fail stop the run; then its batch is taken back.',
    ]);
  });

  it('names the pools where there are several, also such that are only touched', () => {
    const rollout: RolloutPlan = {
      batches: [
        ...batches('web', [1, 1], { onFailure: 'rollback-run' }),
        ...batches('dns', [3], { onFailure: 'rollback-run' }),
      ],
      maxFail: 1,
      capacities: [{ ...capacity('mail', 4, 3), out: ['m1'] }],
    };
    expect(rolloutLines(rollout)).toEqual([
      'Batches of web: 2 x 1 (web0 first).',
      'Batches of dns: 3.',
      'At most 1 of 4 of mail out of service (keepInService 80%), 1 is out already.',
      'More than 1 host that fails stops the run; then all of it is taken back.',
    ]);
  });

  it('says nothing where nothing is to be changed', () => {
    expect(rolloutLines({ batches: [], maxFail: 0, capacities: [] })).toEqual([]);
  });
});

function batches(pool: string, sizes: readonly number[], said: Partial<Batch> = {}): readonly Batch[] {
  return sizes.map((size) => ({
    pool,
    hosts: Array.from({ length: size }, (_, at) => `${pool}${at}`),
    maxFail: 0,
    pause: 0,
    deadman: 'auto',
    onFailure: 'stop',
    hooks: {},
    ...said,
  }));
}

function capacity(pool: string, count: number, keep: number): Capacity {
  const members = Array.from({ length: count }, (_, at) => `${pool}${at}`);
  return { pool, members, keep, asked: '80%', out: [] };
}

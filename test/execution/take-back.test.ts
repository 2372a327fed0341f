import { expect, it } from 'vitest';
import type { HostResult } from '../../src/core/outcome.ts';
import { takeBack } from '../../src/execution/take-back.ts';
import { transcriptNamed } from '../transcripts/read-transcripts.ts';
import { plainMeans } from './rolling.ts';
import { aMember, scriptedFarm } from './scripted.ts';

const before = transcriptNamed('linux/ifupdown-before.yaml');
const noNotes = ['trial', 'boot', 'fence', 'notes', 'end'].map((name) => `\n@@vipfarm ${name}\n`).join('');

it.each([
  ['repaired', 'changed', 'rolled-back', 'the gate stayed shut'],
  ['repaired in part, and the rest could not be undone', 'failed', 'failed', 'no space left'],
] as const)(
  'a host where no VIP moved that was %s ends as it really is',
  async (_what, ended, outcome, reason) => {
    using farm = scriptedFarm({ web01: [before.output, noNotes] });
    const desired = { ...before.wanted, present: [], absent: [] };
    const result: HostResult = { host: 'web01', outcome: ended, reason: 'no space left' };
    const moved = { host: aMember('web01'), desired, movement: { brings: [], takes: [] }, result };
    expect(await takeBack(moved, 'the gate stayed shut', plainMeans(), farm.conditions)).toEqual({
      host: 'web01',
      outcome,
      reason,
    });
    expect(farm.calls).not.toContain('web01 change');
  },
);

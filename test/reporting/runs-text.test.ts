import { expect, it } from 'vitest';
import { followRun } from '../../src/core/run-memory.ts';
import { runText } from '../../src/reporting/runs-text.ts';

it('a run that a gate stopped is shown with what the gate had against it', () => {
  const { memory, note } = followRun();
  note({ kind: 'gate-judged', batch: 1, opens: false, reasons: ['1 failed in this batch (web01)'] });
  const run = {
    id: 'run-1',
    name: 'run-1',
    state: 'ended',
    recorded: true,
    pools: ['web'],
    counts: {},
  } as const;
  const told = { ...run, verb: 'apply', exitCode: 8 };
  const hosts = [{ host: 'web01', outcome: 'rolled-back', reason: 'no room' }] as const;
  expect(runText(told, hosts, memory)).toBe(`\
run-1  apply web  exit 8
  rolled-back  web01  no room
Stopped at the gate after batch 1:
  1 failed in this batch (web01)
Evidence: vipfarm runs evidence run-1
`);
});

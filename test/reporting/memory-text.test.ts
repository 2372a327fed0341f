import { expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/event.ts';
import { followRun, type RunMemory } from '../../src/core/run-memory.ts';
import { memoryLines } from '../../src/reporting/memory-text.ts';
import { quitText } from '../../src/reporting/quit-text.ts';

function memoryAfter(...events: readonly RunEvent[]): RunMemory {
  const { memory, note } = followRun();
  note({ kind: 'run-started', run: 'r', verb: 'apply', hosts: ['web01', 'web02', 'web03'] });
  for (const event of events) note(event);
  return memory;
}

const drained = (host: string): RunEvent => ({
  kind: 'hook-ended',
  hook: 'drain',
  host,
  ok: true,
  detail: '',
});
const sent: RunEvent = {
  kind: 'change-sent',
  host: 'web01',
  steps: ['vip-up'],
  way: 'forward',
  brings: ['192.0.2.100'],
  takes: [],
};

it('a host that was only drained is told, with the way to bring it back', () => {
  const memory = memoryAfter(drained('web01'));
  expect(memoryLines(memory, 'r')).toEqual([
    '  drained    web01',
    '  not begun  web[02-03]',
    'Go on with it: vipfarm resume r     take it back: vipfarm rollback r',
  ]);
  expect(quitText(memory)).toBe(`\
vipfarm: quit with 1 host in work: web01
  out of service still: web01
  not begun: 2
Then: vipfarm resume r, or vipfarm rollback r
`);
});

it('a host that was drained and got its change is in doubt and out of service', () => {
  const memory = memoryAfter(drained('web01'), sent);
  expect(memoryLines(memory, 'r')[0]).toBe('  in doubt, drained  web01       unknown: vip-up');
  expect(quitText(memory)).toContain('  out of service still: web01\n');
});

it('nobody is left behind where nothing was begun', () => {
  expect(quitText(memoryAfter())).toBe('vipfarm: quit; no host was in work. 3 not begun.\n');
});

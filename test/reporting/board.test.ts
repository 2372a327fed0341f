import { expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/event.ts';
import { drawBoard, keepBoard } from '../../src/reporting/board.ts';

function boardAfter(events: readonly RunEvent[]): ReturnType<typeof keepBoard>['board'] {
  const { board, note } = keepBoard();
  for (const event of events) note(event);
  return board;
}

const hosts = ['web01', 'web02', 'web03'];
const started: RunEvent = { kind: 'run-started', run: 'r', verb: 'apply', hosts };

it('shows how many hosts are read, and what is under way', () => {
  const board = boardAfter([
    started,
    { kind: 'host-contacted', host: 'web01' },
    { kind: 'host-contacted', host: 'web02' },
    { kind: 'host-probed', host: 'web01', title: 'Debian 12', moment: 'before' },
  ]);
  expect(drawBoard(board, 41_000, 120)).toEqual([
    'apply  1 of 3 read  00:41   Ctrl-C: no new host, finish those in hand',
    '  now      web02 reading',
  ]);
});

it('folds the hosts that have ended the same way, and forgets what they were doing', () => {
  const board = boardAfter([
    started,
    { kind: 'change-sent', host: 'web01', steps: ['arp-now'], way: 'forward', brings: [], takes: [] },
    { kind: 'change-sent', host: 'web03', steps: ['arp-now'], way: 'forward', brings: [], takes: [] },
    { kind: 'step-ended', host: 'web03', step: 'arp-now', end: 'done' },
    { kind: 'host-ended', host: 'web01', outcome: 'changed' },
    { kind: 'host-ended', host: 'web02', outcome: 'changed' },
  ]);
  expect(drawBoard(board, 3_723_000, 120)).toEqual([
    'apply  2 of 3 done  1:02:03   Ctrl-C: no new host, finish those in hand',
    '  now      web03 arp-now done',
    '  changed      2  web[01-02]',
  ]);
});

it('keeps to the width of the terminal, and to a few hosts under way', () => {
  const many = Array.from({ length: 40 }, (_, index) => `host${index}`);
  const board = boardAfter([
    { ...started, hosts: many },
    ...many.map((host): RunEvent => ({ kind: 'host-contacted', host })),
  ]);
  const lines = drawBoard(board, 0, 60);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  expect(drawBoard(board, 0, 200)[1]).toContain('and 35 more');
});

it('says after an interruption what another one does', () => {
  const board = boardAfter([started, { kind: 'interrupted' }]);
  expect(drawBoard(board, 1000, 120)).toEqual([
    'apply  0 of 3 read  00:01   finishing those in hand; Ctrl-C: quit at once',
  ]);
});

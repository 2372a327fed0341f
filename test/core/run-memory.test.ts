import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/event.ts';
import {
  followRun,
  hostsInDoubt,
  hostsLeftOut,
  hostsNeverBegun,
  lastKnown,
  type RunMemory,
} from '../../src/core/run-memory.ts';

function memoryAfter(events: readonly RunEvent[]): RunMemory {
  const { memory, note } = followRun();
  note({ kind: 'run-started', run: 'r', verb: 'apply', hosts: ['web01', 'web02', 'web03'] });
  for (const event of events) note(event);
  return memory;
}

const sent: RunEvent = {
  kind: 'change-sent',
  host: 'web01',
  steps: ['arp-now', 'vip-up'],
  way: 'forward',
  brings: ['192.0.2.100'],
  takes: [],
};

function stepsOf(memory: RunMemory): Record<string, string> {
  return Object.fromEntries(memory.hosts.get('web01')?.changes.at(-1)?.steps ?? []);
}

describe('the journal of a run', () => {
  it('leaves every step of a script without an answer unknown, and the host in doubt', () => {
    const memory = memoryAfter([sent]);
    expect(stepsOf(memory)).toEqual({ 'arp-now': 'unknown', 'vip-up': 'unknown' });
    expect(hostsInDoubt(memory)).toEqual(['web01']);
    expect(hostsNeverBegun(memory)).toEqual(['web02', 'web03']);
  });

  it('knows each step whose end was heard', () => {
    const memory = memoryAfter([
      sent,
      { kind: 'step-ended', host: 'web01', step: 'arp-now', end: 'done' },
      { kind: 'step-ended', host: 'web01', step: 'vip-up', end: 'failed' },
      { kind: 'step-ended', host: 'web01', step: 'arp-now', end: 'not-undone' },
    ]);
    expect(stepsOf(memory)).toEqual({ 'arp-now': 'unknown', 'vip-up': 'not done' });
  });

  it.each([
    ['changed', 'done'],
    ['rolled-back', 'not done'],
    ['not-attempted', 'not done'],
    ['unknown', 'unknown'],
  ] as const)('settles the steps of a host that ended %s as %s', (outcome, state) => {
    const memory = memoryAfter([sent, { kind: 'host-ended', host: 'web01', outcome }]);
    expect(new Set(Object.values(stepsOf(memory)))).toEqual(new Set([state]));
    expect(hostsInDoubt(memory)).toEqual(outcome === 'unknown' ? ['web01'] : []);
  });

  it.each([
    [['drain'], [], ['web01']],
    [['drain', 'undrain', 'inService'], [], []],
    [['drain', 'undrain'], ['undrain'], ['web01']],
    [['inService'], ['inService'], ['web01']],
    [['before'], ['before'], []],
  ])('after the hooks %j, of which %j failed, %j is left out of service', (hooks, failed, out) => {
    const events = hooks.map((hook): RunEvent => {
      return { kind: 'hook-ended', hook, host: 'web01', ok: !failed.includes(hook), detail: '' };
    });
    expect(hostsLeftOut(memoryAfter(events))).toEqual(out);
  });

  it('says why it was stopped', () => {
    const shut: RunEvent = { kind: 'gate-judged', batch: 1, opens: false, reasons: ['web01 failed'] };
    expect(memoryAfter([sent, shut]).stopped).toEqual({ batch: 1, reasons: ['web01 failed'] });
  });
});

it('a host that was only taken out of service has been begun, and its end says that it is drained', () => {
  const memory = memoryAfter([{ kind: 'hook-ended', hook: 'drain', host: 'web01', ok: true, detail: '' }]);
  expect(hostsNeverBegun(memory)).toEqual(['web02', 'web03']);
  expect(lastKnown('web01', memory, 'the store broke')).toEqual({
    host: 'web01',
    outcome: 'not-attempted',
    reason: 'the store broke; it was left drained',
  });
  expect(lastKnown('web02', memory, undefined)).toEqual({ host: 'web02', outcome: 'not-attempted' });
});

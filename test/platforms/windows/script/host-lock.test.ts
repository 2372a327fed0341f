import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changeMark } from '../../../../src/platforms/windows/script/host-place.ts';
import { compileDismiss } from '../../../../src/platforms/windows/script/recall-script.ts';
import { describeWith } from '../../../describe-with.ts';
import type { FakeWindows } from '../../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import { reboot } from '../../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import {
  compile,
  exampleSteps,
  leavings,
  look,
  newMachine,
  order,
  recall,
  remember,
  send,
} from './example-machine.ts';

vi.setConfig({ testTimeout: 300_000 });

const lock = 'C:\\ProgramData\\vipfarm\\lock';
const other = { ...order, run: 'run-2', fence: 8, owner: 'eve@admin2' };

describeWith(['dotnet', 'gcc'], 'the lock of a Windows host', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  /** Lays a lock there that names a process; it lives unless the machine does not know it. */
  function holdLock(machine: FakeWindows, { lives }: { readonly lives: boolean }): void {
    const began = new Date('2026-11-22T22:00:00Z');
    // A tick is a tenth of a microsecond, counted from the year 1.
    const ticks = BigInt(began.getTime()) * 10_000n + 621_355_968_000_000_000n;
    machine.state.folders.push('C:\\ProgramData\\vipfarm');
    machine.state.files[lock] =
      `run run-0\nowner eve@admin2\nsince 2026-11-22T22:00:01Z\nkey 9\npid 4711\nbegan ${ticks}\n`;
    if (lives) machine.state.processes.push({ id: 4711, began: began.toISOString() });
  }

  it('lets nobody through while its holder lives, and names whose it is', async () => {
    const machine = newMachine();
    holdLock(machine, { lives: true });
    const before = structuredClone(machine.state.files);
    const answer = await send(host, machine, compile(exampleSteps));
    expect(answer).toMatchObject({
      complete: true,
      ends: [],
      refused: {
        kind: 'locked',
        text: 'the change of run run-0 by eve@admin2 is under way on this host since 2026-11-22T22:00:01Z',
      },
    });
    expect(machine.state.files).toEqual(before);
  });

  it('goes to the next one when its holder is dead, or another process has its id', async () => {
    for (const began of [undefined, '2026-11-22T23:30:00Z']) {
      const machine = newMachine();
      holdLock(machine, { lives: false });
      if (began !== undefined) machine.state.processes.push({ id: 4711, began });
      expect((await send(host, machine, compile(exampleSteps))).told).toHaveLength(exampleSteps.length);
      expect(leavings(machine)).toEqual(['fence']);
    }
  });

  it('goes to the next one when its holder was cut off while it wrote its name', async () => {
    for (const text of ['', 'run run-0\nown', 'run run-0\nowner x\npid 47']) {
      const machine = newMachine();
      machine.state.folders.push('C:\\ProgramData\\vipfarm');
      machine.state.files[lock] = text;
      expect((await send(host, machine, compile(exampleSteps))).refused).toBeUndefined();
    }
  });

  it('tells of who is at work', async () => {
    const machine = newMachine();
    await send(host, machine, compile([remember], { ...order, run: 'run-0' }));
    holdLock(machine, { lives: true });
    expect((await recall(host, machine)).change).toMatchObject({ run: 'run-0', state: 'under-way' });
  });

  it('is closed to a lower fencing number than the host has seen, also when nothing of ours is left', async () => {
    const machine = newMachine();
    await send(host, machine, compile([], other));
    const before = look(machine);
    const late = await send(host, machine, compile(exampleSteps));
    expect(late).toMatchObject({
      ends: [],
      refused: {
        kind: 'outdated',
        text: 'a newer run, run-2 by eve@admin2, has changed this host since; plan again',
      },
    });
    expect(look(machine)).toEqual(before);
  });

  it('remembers the number beyond a boot while something of ours is there, and not longer', async () => {
    const kept = newMachine();
    await send(host, kept, compile([remember], { ...other, fence: 1_790_000_000_001 }));
    reboot(kept);
    const late = compile([], { ...order, fence: 1_790_000_000_000 });
    expect((await send(host, kept, late)).refused?.kind).toBe('outdated');
    const bare = newMachine();
    await send(host, bare, compile([], other));
    expect(leavings(bare)).toEqual(['fence']);
    reboot(bare);
    await host.run({ machine: bare, what: { script: compileDismiss('run-2') } });
    expect(leavings(bare)).toEqual([]);
    expect(bare.state.folders).not.toContain('C:\\ProgramData\\vipfarm');
  });

  it('is closed to a change that was planned before another one', async () => {
    const machine = newMachine();
    const mark = async () =>
      (await host.run({ machine, what: { script: changeMark() } })).stdout.toString().trim();
    const seen = await mark();
    expect(seen).toBe('none');
    const first = await send(host, machine, compile([remember], { ...order, seen }));
    expect(first.refused).toBeUndefined();
    const second = await send(host, machine, compile([remember], { ...other, seen }));
    expect(second.refused).toEqual({
      kind: 'outdated',
      text: 'this host was changed after it was read; plan again',
    });
    const third = await send(host, machine, compile([remember], { ...other, seen: await mark() }));
    expect(third.told).toEqual(['remember done']);
  });

  it('is asked for in a folder that only SYSTEM and administrators can open, and in no other', async () => {
    const machine = newMachine();
    await send(host, machine, compile([remember]));
    expect(machine.state.permissions['C:\\ProgramData\\vipfarm']).toEqual([
      '/inheritance:r',
      '/grant:r',
      '*S-1-5-18:(OI)(CI)F',
      '*S-1-5-32-544:(OI)(CI)F',
      '/q',
    ]);
    const planted = newMachine();
    planted.state.folders.push('C:\\ProgramData\\vipfarm');
    planted.state.owners['C:\\ProgramData\\vipfarm'] = 'S-1-5-21-1-2-3-1001';
    const answer = await send(host, planted, compile(exampleSteps));
    expect(answer.refused).toEqual({
      kind: 'unwritable',
      text: expect.stringContaining('it belongs to S-1-5-21-1-2-3-1001'),
    });
    expect(leavings(planted)).toEqual([]);
  });

  it('tells nothing of a host where nothing was begun, and changes nothing there', async () => {
    const machine = newMachine();
    const before = structuredClone(machine.state);
    expect(await recall(host, machine)).toEqual({ complete: true, change: undefined, fence: undefined });
    await host.run({ machine, what: { script: compileDismiss('run-1') } });
    expect(machine.state).toEqual(before);
  });
});

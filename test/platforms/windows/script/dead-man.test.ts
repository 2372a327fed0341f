import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { placePath } from '../../../../src/platforms/windows/script/host-place.ts';
import { compileDismiss } from '../../../../src/platforms/windows/script/recall-script.ts';
import { describeWith } from '../../../describe-with.ts';
import type { FakeWindows } from '../../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import { fireDue, reboot } from '../../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import {
  compile,
  confirm,
  failing,
  leavings,
  look,
  never,
  newMachine,
  onTrial,
  order,
  recall,
  remember,
  send,
  step,
  trialSteps,
  vip,
  waitMinutes,
} from './example-machine.ts';

vi.setConfig({ testTimeout: 300_000 });
const lasting = ['away', 'remember'];

describeWith(['dotnet', 'gcc'], 'a change of Windows under a dead-man', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  /** A machine with a change on trial, as it was before, and the answer of the trial. */
  async function onTrialNow(steps = trialSteps) {
    const machine = newMachine();
    const before = look(machine);
    const answer = await send(host, machine, compile(steps, onTrial));
    return { machine, before, answer };
  }

  it('is undone by the host when nobody confirms it, and the host says so', async () => {
    const { machine, before, answer } = await onTrialNow();
    expect(answer).toMatchObject({
      complete: true,
      refused: undefined,
      armed: { means: 'task', seconds: 120 },
      told: ['file done', 'new-file done', 'address done'],
    });
    expect((await recall(host, machine)).change).toMatchObject({
      state: 'on-trial',
      deadline: expect.any(Number),
    });
    await waitMinutes(host, machine, 1);
    expect(look(machine)).not.toEqual(before);
    await waitMinutes(host, machine, 1);
    expect(look(machine)).toEqual(before);
    expect(leavings(machine)).toEqual(['fence', 'progress']);
    const memory = await recall(host, machine);
    expect(memory).toMatchObject({
      complete: true,
      fence: 7,
      change: { run: 'run-1', owner: 'ops@admin1', state: 'taken-back', confirmed: false, booted: false },
    });
    expect(memory.change?.steps.map(({ step, end }) => `${step} ${end}`)).toEqual([
      'file undone',
      'new-file undone',
      'address undone',
    ]);
  });

  it('stays when it is confirmed in time, with all that lasts, and leaves nothing else', async () => {
    const { machine } = await onTrialNow();
    const answer = await send(host, machine, confirm(trialSteps));
    expect(answer).toMatchObject({ complete: true, stderr: '', told: lasting.map((id) => `${id} done`) });
    expect(leavings(machine)).toEqual(['fence', 'progress', 'record']);
    expect(machine.state.addresses.map((one) => one.address)).toContain(vip);
    expect((await recall(host, machine)).change).toMatchObject({ state: 'ended', confirmed: true });
    await waitMinutes(host, machine, 3);
    expect(machine.state.addresses.map((one) => one.address)).toContain(vip);
  });

  it('is undone whole when a step fails after the confirmation', async () => {
    const { machine, before } = await onTrialNow();
    const broken = trialSteps.with(4, failing(remember)).map((one, number) => {
      return number < 3 ? one : { ...one, trial: 'none' as const };
    });
    const answer = await send(host, machine, confirm(broken));
    expect(answer.told).toEqual([
      'away done',
      'remember failed',
      ...['remember', 'away', 'address', 'new-file', 'file'].map((id) => `${id} undone`),
    ]);
    expect(look(machine)).toEqual(before);
    expect(leavings(machine)).toEqual(['fence']);
  });

  it('is refused a confirmation that comes after the firing', async () => {
    const { machine, before } = await onTrialNow();
    await waitMinutes(host, machine, 2);
    expect((await send(host, machine, confirm(trialSteps))).refused).toEqual({
      kind: 'too-late',
      text: expect.stringMatching(/^the host has undone the change by itself at 20.*Z$/),
    });
    expect(look(machine)).toEqual(before);
  });

  it('is undone when the host boots before it is confirmed, by the task at startup', async () => {
    const { machine } = await onTrialNow();
    reboot(machine);
    await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
    expect(machine.state.files['C:\\farm\\file']).toBe('old\n\nlines');
    expect((await recall(host, machine)).change).toMatchObject({ state: 'taken-back', booted: true });
    expect(leavings(machine)).toEqual(['fence', 'progress']);
  });

  it('is undone by a confirmation that comes after a boot and before that task, and is refused it', async () => {
    const { machine } = await onTrialNow();
    reboot(machine);
    expect((await recall(host, machine)).change?.state).toBe('under-way');
    const answer = await send(host, machine, confirm(trialSteps));
    expect(answer.refused).toMatchObject({ kind: 'too-late' });
    expect(machine.state.files['C:\\farm\\file']).toBe('old\n\nlines');
  });

  it('answers a confirmation that is sent twice as the first time', async () => {
    const { machine } = await onTrialNow();
    const first = await send(host, machine, confirm(trialSteps));
    const after = look(machine);
    const second = await send(host, machine, confirm(trialSteps));
    expect(second).toMatchObject({ complete: true, refused: undefined, told: first.told });
    expect(look(machine)).toEqual(after);
  });

  it('is confirmed where its task comes at the deadline and has read its program just before that was replaced', async () => {
    const { machine } = await onTrialNow();
    readEarly(machine);
    machine.state.slept += 121_000;
    const answer = await send(host, machine, confirm(trialSteps));
    expect(answer).toMatchObject({
      complete: true,
      armed: undefined,
      told: lasting.map((id) => `${id} done`),
    });
    expect(machine.state.addresses.map((one) => one.address)).toContain(vip);
    expect((await recall(host, machine)).change).toMatchObject({ state: 'ended', confirmed: true });
    expect(leavings(machine)).toEqual(['fence', 'progress', 'record', 'task earlier']);
  });

  it('lets no other change begin while it awaits its confirmation', async () => {
    const { machine } = await onTrialNow();
    const other = { ...order, run: 'run-2', fence: 8, owner: 'eve@admin2' };
    const before = look(machine);
    expect((await send(host, machine, compile(trialSteps, other))).refused).toEqual({
      kind: 'locked',
      text: expect.stringMatching(/^the change of run run-1 by ops@admin1 awaits its confirmation since 20/),
    });
    expect(look(machine)).toEqual(before);
    expect((await recall(host, machine)).change).toMatchObject({ run: 'run-1', state: 'on-trial' });
  });

  it('is not touched by a change of another run that breaks at any call', async () => {
    const other = { ...order, run: 'run-2', fence: 8, owner: 'eve@admin2' };
    for (const nth of [1, 2, 3, 4]) {
      const { machine } = await onTrialNow();
      const before = look(machine);
      machine.state.faults = [{ kind: 'fails', call: 'Get-CimInstance', nth }];
      await send(host, machine, compile(trialSteps, other));
      expect(look(machine)).toEqual(before);
      expect(leavings(machine)).toContain('trial\\open');
      expect(machine.state.tasks).toHaveLength(1);
    }
  });

  it('is undone by the next change that finds it overdue, because its task is gone', async () => {
    const { machine, before } = await onTrialNow();
    machine.state.tasks = [];
    machine.state.slept += 240_000;
    const other = { ...order, run: 'run-2', fence: 8, owner: 'eve@admin2' };
    expect((await send(host, machine, compile(trialSteps, other))).refused).toEqual({
      kind: 'locked',
      text: expect.stringContaining('run-1 was never confirmed and was undone only now'),
    });
    expect(look(machine)).toEqual(before);
    expect((await send(host, machine, compile(trialSteps, other))).told).toHaveLength(trialSteps.length);
  });

  it('keeps its copies where undoing fails, and says which step', async () => {
    const [file, ...rest] = trialSteps;
    if (file === undefined) throw new Error('an example is missing');
    const { machine } = await onTrialNow([{ ...file, undone: [never] }, ...rest]);
    await waitMinutes(host, machine, 2);
    expect((await recall(host, machine)).change?.steps.map(({ step, end }) => `${step} ${end}`)).toEqual([
      'file not-undone',
      'new-file undone',
      'address undone',
    ]);
    expect(leavings(machine)).toContain('saved\\C%farm%file');
    expect(machine.state.tasks).toEqual([]);
  });

  it('leaves notes that are dismissed once they are known, and not before', async () => {
    const { machine } = await onTrialNow();
    const dismiss = { machine, what: { script: compileDismiss(order.run) } };
    await host.run(dismiss);
    expect((await recall(host, machine)).change?.state).toBe('on-trial');
    await waitMinutes(host, machine, 2);
    await host.run({ machine, what: { script: compileDismiss('run-2') } });
    expect((await recall(host, machine)).change?.state).toBe('taken-back');
    await host.run(dismiss);
    expect((await recall(host, machine)).change).toBeUndefined();
    expect(leavings(machine)).toEqual(['fence']);
  });

  it('takes its task along when its session was ended before it began, and its notes are dismissed', async () => {
    const machine = newMachine();
    for (let change = 1; machine.state.tasks.length === 0; change += 1) {
      machine.state.faults = [{ kind: 'killed-after', change }];
      await send(host, machine, compile(trialSteps, onTrial));
    }
    expect(leavings(machine)).not.toContain('trial\\open');
    machine.state.faults = [];
    expect((await recall(host, machine)).change?.state).toBe('cut-off');
    await host.run({ machine, what: { script: compileDismiss(order.run) } });
    expect(machine.state.tasks).toEqual([]);
    expect(leavings(machine)).toEqual(['fence']);
  });

  it('is undone also where its process hangs: that is ended', async () => {
    const { machine, before } = await onTrialNow();
    const began = new Date('2026-11-22T22:00:00Z');
    const ticks = BigInt(began.getTime()) * 10_000n + 621_355_968_000_000_000n;
    machine.state.files['C:\\ProgramData\\vipfarm\\lock'] = `run run-1\nkey 9\npid 4711\nbegan ${ticks}\n`;
    machine.state.processes.push({ id: 4711, began: began.toISOString() });
    await waitMinutes(host, machine, 2);
    expect(look(machine)).toEqual(before);
    expect(machine.state.processes).toEqual([]);
    expect((await recall(host, machine)).change?.state).toBe('taken-back');
  });

  it('undoes itself when it is still at work at its deadline', async () => {
    const machine = newMachine();
    const before = look(machine);
    const slow = step('slow', {
      apply: [{ kind: 'write', path: placePath('trial\\overdue'), content: '', mode: 0o600 }],
      confirm: [],
      undo: [],
      undone: [],
    });
    const [file, , address] = trialSteps;
    if (file === undefined || address === undefined) throw new Error('an example is missing');
    const answer = await send(host, machine, compile([file, slow, address], onTrial));
    expect(answer.told).toEqual(['file done', 'slow done', 'address failed', 'slow undone', 'file undone']);
    expect(answer.said).toContain('not confirmed in time, so the host undoes the change');
    expect(look(machine)).toEqual(before);
    expect(leavings(machine)).toEqual(['fence', 'progress']);
  });

  it.each([
    { kind: 'fails', call: 'Register-ScheduledTask', nth: 1 },
    { kind: 'fails', call: 'Start-ScheduledTask', nth: 1 },
    { kind: 'ignored', call: 'Start-ScheduledTask', nth: 1 },
  ] as const)('is not begun where $call $kind', async (fault) => {
    const machine = newMachine();
    machine.state.faults = [{ ...fault }];
    const before = look(machine);
    const answer = await send(host, machine, compile(trialSteps, onTrial));
    expect(answer).toMatchObject({ complete: true, refused: { kind: 'unwritable' }, ends: [] });
    expect(look(machine)).toEqual(before);
    expect(leavings(machine)).toEqual(['fence']);
  });

  it('is not confirmed where the task is not started, and is undone then', async () => {
    const { machine, before } = await onTrialNow();
    machine.state.faults = [{ kind: 'ignored', call: 'Start-ScheduledTask', nth: 1 }];
    const answer = await send(host, machine, confirm(trialSteps));
    expect(answer.refused).toEqual({
      kind: 'unwritable',
      text: expect.stringContaining('the task scheduler did not start the task'),
    });
    await waitMinutes(host, machine, 3);
    expect(look(machine)).toEqual(before);
    expect(leavings(machine)).toEqual(['fence', 'progress']);
  });
});

/** The task comes once more, as a process that has read its program before anybody puts another one there. */
function readEarly({ state }: FakeWindows): void {
  const [task] = state.tasks;
  const read = state.files[String.raw`C:\ProgramData\vipfarm\trial\program`];
  if (task === undefined || read === undefined) throw new Error('there is no trial');
  state.files[String.raw`C:\farm\read`] = read;
  const start = String.raw`& ([ScriptBlock]::Create([IO.File]::ReadAllText('C:\farm\read') + [char]10 + 'Invoke-VipTask'))`;
  const encoded = Buffer.from(start, 'utf16le').toString('base64');
  state.tasks.unshift({ ...task, name: 'earlier', arguments: `-EncodedCommand ${encoded}`, requested: true });
}

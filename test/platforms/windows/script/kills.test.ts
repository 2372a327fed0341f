import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import type { FakeWindows } from '../../../powershell-host/fake-windows.ts';
import type { Fault } from '../../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import { fireDue, reboot } from '../../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import {
  compile,
  confirm,
  failing,
  leavings,
  look,
  newMachine,
  onTrial,
  recall,
  remember,
  send,
  trialSteps,
  vip,
  waitMinutes,
} from './example-machine.ts';

vi.setConfig({ testTimeout: 1_200_000 });

const notes = 'C:\\ProgramData\\vipfarm\\progress';

/** What may lie about until somebody comes again: no state of a change, no copy of a file. */
const mayStay =
  /^(fence|progress|record|lock|answer\..*|.*vipfarm-new|saved|trial|trial\\(program|overdue|taken\..*))$/;

/** Whose process a kill ends: the session's, that of the task which does the change, that of the task which undoes it. */
type Victim = 'session' | 'task' | 'guard';

describeWith(['dotnet', 'gcc'], 'a change of Windows that is killed after any call', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  const file = trialSteps.slice(0, 1);
  const address = trialSteps.slice(2, 3);
  const steps = [...file, ...address];
  const lasting = [...address, ...trialSteps.slice(3, 4)];

  function fault(change: number, victim: Victim): Fault[] {
    return [{ kind: 'killed-after', change, ...(victim === 'task' ? { of: 'task' } : {}) }];
  }

  /** What holds of every host some minutes after a kill: one of two states, nothing at work, nothing left behind. */
  async function judge(machine: FakeWindows, before: unknown, declared: unknown, at: string): Promise<void> {
    const after = look(machine);
    const memory = await recall(host, machine);
    expect([before, declared], at).toContainEqual(after);
    expect(memory.complete, at).toBe(true);
    expect(memory.change?.state ?? 'ended', at).toMatch(/^(ended|taken-back|cut-off)$/);
    for (const { end } of memory.change?.steps ?? []) expect(end, at).toMatch(/^(done|undone)$/);
    // It was cut off before anything was begun.
    if (memory.change?.state === 'cut-off') expect(memory.change.steps, at).toEqual([]);
    expect(machine.state.tasks, at).toEqual([]);
    expect(
      leavings(machine).filter((path) => !mayStay.test(path)),
      at,
    ).toEqual([]);
  }

  /** The next change finds nothing in its way. */
  async function goOn(machine: FakeWindows, at: string): Promise<void> {
    const after = look(machine);
    const next = await send(
      host,
      machine,
      compile([], { ...onTrial, run: 'run-2', fence: 8, deadman: undefined }),
    );
    expect(next, at).toMatchObject({ complete: true, refused: undefined });
    expect(
      leavings(machine).filter((path) => path !== 'record' && path !== 'progress'),
      at,
    ).toEqual(['fence']);
    expect(look(machine), at).toEqual(after);
  }

  /** Plays a change once for each call that it makes, and kills it after that call; last, without a kill. */
  async function killAfterEach(
    prepare: () => Promise<FakeWindows>,
    script: string,
    victim: 'session' | 'task',
    then: (machine: FakeWindows, at: string, isOver: boolean) => Promise<void>,
  ): Promise<void> {
    for (let change = 1; ; change += 1) {
      const machine = await prepare();
      machine.state.faults = fault(change, victim);
      await send(host, machine, script);
      const isOver = machine.state.faults.length > 0;
      machine.state.faults = [];
      await then(machine, `${victim} killed after ${change}`, isOver);
      if (!isOver) continue;
      expect(change, 'so many calls were followed by a kill').toBeGreaterThan(10);
      return;
    }
  }

  const plain = { ...onTrial, deadman: undefined };

  async function declaredBy(scripts: readonly string[]): Promise<unknown> {
    const machine = newMachine();
    for (const script of scripts) await send(host, machine, script);
    return look(machine);
  }

  it.each(['session', 'task'] as const)('is done or undone when its %s is killed', async (victim) => {
    const before = look(newMachine());
    const script = compile(steps, plain);
    const declared = await declaredBy([script]);
    await killAfterEach(
      async () => newMachine(),
      script,
      victim,
      async (machine, at, isOver) => {
        if (isOver) expect(look(machine), at).toEqual(declared);
        await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
        await waitMinutes(host, machine, 2);
        await judge(machine, before, declared, at);
        await goOn(machine, at);
      },
    );
  });

  it('is undone at startup when the power goes', async () => {
    const script = compile(steps, plain);
    await killAfterEach(
      async () => newMachine(),
      script,
      'task',
      async (machine, at, isOver) => {
        if (isOver) return;
        // Its notes are gone, or say that it ended, when there is nothing to undo any more.
        const hasEnded = machine.state.files[notes]?.includes('- ended') ?? true;
        reboot(machine);
        await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
        expect(machine.state.files['C:\\farm\\file'] === 'old\n\nlines', at).toBe(!hasEnded);
        if (!hasEnded) expect(JSON.stringify(machine.state.addresses), at).not.toContain(vip);
        expect(machine.state.tasks, at).toEqual([]);
      },
    );
  });

  it.each(['session', 'task'] as const)(
    'under a dead-man is undone when its %s is killed',
    async (victim) => {
      const before = look(newMachine());
      const script = compile(steps, onTrial);
      await killAfterEach(
        async () => newMachine(),
        script,
        victim,
        async (machine, at, isOver) => {
          if (isOver) return;
          await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
          await waitMinutes(host, machine, 4);
          await judge(machine, before, before, at);
        },
      );
    },
  );

  it.each(['session', 'task'] as const)(
    'is done or undone when the %s of its confirmation is killed',
    async (victim) => {
      const before = look(newMachine());
      const trial = compile(lasting, onTrial);
      const script = confirm(lasting, onTrial);
      const declared = await declaredBy([trial, script]);
      const prepare = async () => {
        const machine = newMachine();
        await send(host, machine, trial);
        return machine;
      };
      await killAfterEach(prepare, script, victim, async (machine, at, isOver) => {
        if (isOver) expect(look(machine), at).toEqual(declared);
        await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
        await waitMinutes(host, machine, 4);
        await judge(machine, before, declared, at);
      });
    },
  );

  it('is undone whole where its confirmation was killed, is sent again and then fails earlier than it had got', async () => {
    const machine = newMachine();
    const before = look(machine);
    await send(host, machine, compile(lasting, onTrial));
    const later = [...lasting, remember].map((one, number) =>
      number < 2 ? one : { ...one, trial: 'none' as const },
    );
    for (let change = 1; ; change += 1) {
      const killed = { state: structuredClone(machine.state) };
      killed.state.faults = fault(change, 'task');
      await send(host, killed, confirm(later));
      if (killed.state.files[notes]?.includes('remember done') !== true) continue;
      killed.state.faults = [];
      const answer = await send(host, killed, confirm(later.with(1, failing(trialSteps[3] ?? remember))));
      expect(answer.told).toEqual(['away failed', 'remember undone', 'away undone', 'address undone']);
      expect(look(killed)).toEqual(before);
      expect(leavings(killed)).toEqual(['fence']);
      break;
    }
  });

  it('goes on with its undoing when the task that undoes it is killed', async () => {
    const before = look(newMachine());
    const trial = compile(steps, onTrial);
    for (let change = 1; ; change += 1) {
      const machine = newMachine();
      await send(host, machine, trial);
      machine.state.faults = fault(change, 'guard');
      await waitMinutes(host, machine, 2);
      const isOver = machine.state.faults.length > 0;
      machine.state.faults = [];
      await waitMinutes(host, machine, 2);
      await judge(machine, before, before, `guard killed after ${change}`);
      if (!isOver) continue;
      expect(change).toBeGreaterThan(10);
      break;
    }
  });
});

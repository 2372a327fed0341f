import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { includesVip } from '../../../src/core/address.ts';
import type { Step } from '../../../src/core/step.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { Fault } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import { fireDue, reboot } from '../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { carryOut, dismiss, endsOf, lasting, observe, order, vip4 } from './windows-host.ts';

vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 900_000 });

const wanted = desiring({ present: [vip4] });
const onTrial = { ...order, deadman: 120 };
const own = 'C:\\ProgramData\\vipfarm';

describeWith(['dotnet', 'gcc'], 'a VIP that cannot be taken away again stays in a record', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  async function send(machine: FakeWindows, script: string): Promise<readonly string[]> {
    const answer = await host.run({ machine, what: { script } });
    return endsOf(windows.readChange(answer.stdout.toString()), answer.stderr.toString());
  }

  async function begin(machine: FakeWindows): Promise<readonly Step[]> {
    const decision = windows.plan(wanted, await observe(host, machine));
    if (decision.kind !== 'change') throw new Error('there is nothing to change');
    await send(machine, windows.compile(decision.steps, onTrial));
    return decision.steps;
  }

  async function expectNamed(machine: FakeWindows, at: string): Promise<void> {
    const { record, places } = await observe(host, machine);
    if (!places.some(({ address }) => address === vip4.address)) return;
    expect(includesVip(record?.vips ?? [], vip4), at).toBe(true);
  }

  /** What the next runs do, when all is well again. */
  async function expectMended(machine: FakeWindows): Promise<void> {
    machine.state.faults = [];
    for (const wish of [wanted, desiring({ absent: [vip4] })]) {
      const ends = await carryOut(host, machine, wish);
      expect(ends.filter((end) => !/ done(:|$)/.test(end))).toEqual([]);
      await dismiss(host, machine);
    }
    expect(lasting(machine)).toEqual(lasting(newFakeWindows()));
  }

  it.each<[step: string, fault: Fault]>([
    ['record', { kind: 'ignored', call: '[IO.File]::Move', nth: 4, of: 'task' }],
    ['trial-record-away', { kind: 'ignored', call: '[IO.File]::Delete', nth: 3, of: 'task' }],
  ])('where %s fails after the confirmation', async (step, fault) => {
    const machine = newFakeWindows();
    const steps = await begin(machine);
    machine.state.faults = [fault, ...deafTo('Remove-NetIPAddress', 'task')];
    const ends = (await send(machine, windows.compileConfirm(steps, onTrial))).map((end) => firstWords(end));
    expect(ends.find((end) => end.endsWith(' failed'))).toBe(`${step} failed`);
    expect(ends.at(-1)).toBe('vip-up-192.0.2.100 not-undone');
    expect(machine.state.addresses.some(({ address }) => address === vip4.address)).toBe(true);
    const records = ['record', 'trial-record'].filter((name) => `${own}\\${name}` in machine.state.files);
    expect(records).toEqual(['trial-record']);
    await expectNamed(machine, step);
    await expectMended(machine);
  });

  it.each(['killed', 'without power'] as const)(
    'where its confirmation is %s after any call',
    async (how) => {
      const prepared = newFakeWindows();
      const steps = await begin(prepared);
      const script = windows.compileConfirm(steps, onTrial);
      for (let change = 1; ; change += 1) {
        const machine: FakeWindows = { state: structuredClone(prepared.state) };
        machine.state.faults = [{ kind: 'killed-after', change, of: 'task' }];
        await host.run({ machine, what: { script } });
        const isOver = machine.state.faults.length > 0;
        machine.state.faults = [
          ...deafTo('Remove-NetIPAddress'),
          // Nor can a file be made any more; one that is there can be replaced.
          ...deafTo('[IO.File]::Move').slice(1),
        ];
        if (how === 'without power') reboot(machine);
        for (const task of machine.state.tasks) task.requested = true;
        await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
        machine.state.faults = [];
        await expectNamed(machine, `${how} after ${change}`);
        if (!isOver) continue;
        expect(change).toBeGreaterThan(10);
        break;
      }
    },
  );
});

function deafTo(call: string, of?: 'task'): Fault[] {
  return Array.from({ length: 40 }, (_, at) => ({
    kind: 'ignored',
    call,
    nth: at + 1,
    ...(of === undefined ? {} : { of }),
  }));
}

function firstWords(end: string): string {
  return end.replace(/:.*$/s, '');
}

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Step } from '../../../../src/core/step.ts';
import { adapterCommands } from '../../../../src/platforms/windows/script/adapter/adapter-commands.ts';
import { compileChange } from '../../../../src/platforms/windows/script/change-script.ts';
import { describeWith } from '../../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../../powershell-host/fake-windows.ts';
import type { Fault, Release } from '../../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../../powershell-host/open-powershell-host.ts';
import { fireDue } from '../../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../../powershell-host/powershell-host.ts';
import { order, remember, send, step, waitMinutes } from './example-machine.ts';

vi.setConfig({ testTimeout: 900_000 });

const made: Step = step('adapter', {
  apply: [{ kind: 'run', command: ['New-VipAdapter', '-Name', 'vipfarm'] }],
  confirm: [{ command: ['Show-VipAdapter'], expect: { contains: 'vipfarm index ' } }],
  undo: [{ kind: 'run', command: ['Remove-VipAdapter'] }],
  undone: [{ command: ['Show-VipAdapter'], expect: { is: 'none' } }],
});
const removed: Step = {
  ...made,
  id: 'adapter-away',
  apply: made.undo,
  confirm: made.undone,
  undo: made.apply,
  undone: made.confirm,
};

const making = compileChange([made, remember], order, adapterCommands);
const removing = compileChange([removed], { ...order, run: 'run-2', fence: 8 }, adapterCommands);

describeWith(['dotnet', 'gcc'], 'the loopback adapter of a Windows host', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  /** A server with a loopback adapter that somebody else made, and that carries an address. */
  async function machineWithAnother(release: Release = '2019'): Promise<FakeWindows> {
    const machine = newFakeWindows({ release });
    await send(host, machine, compileChange([made], order, adapterCommands));
    const [other] = machine.state.adapters.filter((one) => one.hardwareId === '*MSLOOP');
    if (other === undefined) throw new Error('no adapter was made');
    other.name = 'theirs';
    machine.state.files = {};
    return machine;
  }

  const loopbacks = ({ state }: FakeWindows) =>
    state.adapters
      .filter((one) => one.hardwareId === '*MSLOOP')
      .map((one) => `${one.name} ${one.pnpDeviceId}`);
  const noted = ({ state }: FakeWindows) => state.files['C:\\ProgramData\\vipfarm\\adapter'];

  it.each(['2012R2', '2016', '2019', '2022', '2025'] as const)(
    'is made and removed on %s, and no other adapter is touched',
    async (release) => {
      const machine = await machineWithAnother(release);
      const before = structuredClone(machine.state);
      const answer = await send(host, machine, making);
      expect(answer.told).toEqual(['adapter done', 'remember done']);
      expect(loopbacks(machine)).toEqual(['theirs ROOT\\NET\\0000', 'vipfarm ROOT\\NET\\0001']);
      expect(noted(machine)).toBe('ROOT\\NET\\0001');
      expect((await send(host, machine, removing)).told).toEqual(['adapter-away done']);
      expect(machine.state.adapters).toEqual(before.adapters);
      expect(machine.state.addresses).toEqual(before.addresses);
      expect(machine.state.driverless).toEqual([]);
      expect(noted(machine)).toBeUndefined();
    },
  );

  it.each([
    ['SetupDiCallClassInstaller DIF_REGISTERDEVICE', 1],
    ['DiInstallDevice', 1],
    ['Rename-NetAdapter', 1],
    ['Get-NetAdapter', 1],
    ['Get-NetAdapter', 2],
    ['Get-NetAdapter', 3],
  ])('leaves nothing behind when %s fails, for the %i. time', async (call, nth) => {
    const machine = await machineWithAnother();
    const before = structuredClone(machine.state.adapters);
    machine.state.faults = [{ kind: 'fails', call, nth, of: 'task' } satisfies Fault];
    const answer = await send(host, machine, making);
    expect(answer.told).toEqual(['adapter failed', 'adapter undone']);
    expect(machine.state.adapters).toEqual(before);
    expect(machine.state.arriving).toEqual([]);
    expect(machine.state.driverless).toEqual([]);
    expect(noted(machine)).toBeUndefined();
  });

  it('is given up when its adapter does not come within a minute', async () => {
    const machine = newFakeWindows();
    const before = structuredClone(machine.state.adapters);
    machine.state.faults = [{ kind: 'ignored', call: 'DiInstallDevice', nth: 1, of: 'task' }];
    const answer = await send(host, machine, compileChange([made], order, adapterCommands));
    expect(answer.told).toEqual(['adapter failed', 'adapter undone']);
    expect(answer.said).toContain('the device was made, but its adapter did not come');
    expect(machine.state.adapters).toEqual(before);
    expect(machine.state.driverless).toEqual([]);
  });

  it('is not removed when the noted device has become another one', async () => {
    const machine = newFakeWindows();
    await send(host, machine, making);
    const [, adapter] = machine.state.adapters;
    if (adapter === undefined) throw new Error('no adapter was made');
    adapter.hardwareId = 'PCI\\VEN_8086&DEV_100E';
    const before = structuredClone(machine.state.adapters);
    const answer = await send(host, machine, removing);
    expect(answer.told[0]).toBe('adapter-away failed');
    expect(machine.state.adapters).toEqual(before);
  });

  it.each([
    ['made', making],
    ['removed', removing],
  ])(
    'is there or not there, and known either way, when the task is killed while it is %s',
    async (_, script) => {
      for (let change = 1; ; change += 1) {
        const machine = await machineWithAnother();
        if (script === removing) await send(host, machine, making);
        const before = loopbacks(machine);
        machine.state.faults = [{ kind: 'killed-after', change, of: 'task' }];
        await send(host, machine, script);
        const isOver = machine.state.faults.length > 0;
        machine.state.faults = [];
        if (isOver) break;
        await fireDue(host, machine, new Date(Date.now() + machine.state.slept));
        await waitMinutes(host, machine, 2);
        const at = `killed after ${change}`;
        const wanted =
          script === making ? ['theirs ROOT\\NET\\0000', 'vipfarm ROOT\\NET\\0001'] : before.slice(0, 1);
        expect([before.length, wanted.length], at).toContain(loopbacks(machine).length);
        expect(loopbacks(machine)[0], at).toBe('theirs ROOT\\NET\\0000');
        expect(machine.state.driverless, at).toEqual([]);
        expect(noted(machine), at).toBe(loopbacks(machine)[1]?.split(' ')[1]);
        expect(machine.state.tasks, at).toEqual([]);
      }
    },
  );
});

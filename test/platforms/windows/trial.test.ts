import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Step } from '../../../src/core/step.ts';
import { partsOfTrial } from '../../../src/platforms/trial.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { Fault } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import { fireDue, reboot } from '../../powershell-host/pass-time.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { audit, carryOut, dismiss, endsOf, lasting, observe, order, planned, vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

const wanted = desiring({ present: vips, services: [{ port: 3389, protocol: 'tcp' }], firewall: 'open' });
const onTrial = { ...order, deadman: 120 };

describeWith(['dotnet', 'gcc'], 'a change of a simulated Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  async function stepsFor(machine: FakeWindows, wish = wanted): Promise<readonly Step[]> {
    const decision = windows.plan(wish, await observe(host, machine));
    if (decision.kind !== 'change') throw new Error('there is nothing to change');
    return decision.steps;
  }

  async function send(machine: FakeWindows, script: string): Promise<readonly string[]> {
    const answer = await host.run({ machine, what: { script } });
    return endsOf(windows.readChange(answer.stdout.toString()), answer.stderr.toString());
  }

  /** On trial: all that can be taken back by a boot or by the dead-man is done. */
  async function begin(machine: FakeWindows, wish = wanted): Promise<readonly Step[]> {
    const steps = await stepsFor(machine, wish);
    const ends = await send(machine, windows.compile(steps, onTrial));
    const tried = partsOfTrial(steps).tried.map((deed) => deed.id);
    expect(ends.map((end) => end.replace(/ done(:.*)?$/s, ''))).toEqual(tried);
    return steps;
  }

  it('is done on trial, and lasts once it is confirmed, also beyond a boot', async () => {
    const machine = newFakeWindows();
    const steps = await begin(machine);
    const atBoot = machine.state.ipInterfaces.map((side) => side.persistent.weakHostReceive);
    expect(atBoot).not.toContain('Enabled');
    expect(await send(machine, windows.compileConfirm(steps, onTrial))).toEqual(
      steps.filter((step) => step.trial !== 'all').map((step) => `${step.id} done`),
    );
    expect(await planned(host, machine, wanted)).toEqual([]);
    reboot(machine, { renumbered: true });
    await fireDue(host, machine, new Date(Date.now() + 600_000));
    expect(await planned(host, machine, wanted)).toEqual([]);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
  });

  it.each([false, true])(
    'is taken back by the host after a boot (indexes change: %s)',
    async (renumbered) => {
      const machine = newFakeWindows({ language: 'zh' });
      await begin(machine);
      reboot(machine, { renumbered });
      await fireDue(host, machine, new Date());
      const untouched = newFakeWindows({ language: 'zh' });
      reboot(untouched, { renumbered });
      for (const one of [...machine.state.addresses, ...untouched.state.addresses]) {
        one.state = 'Preferred';
        one.tentative = 0;
      }
      await dismiss(host, machine);
      expect(lasting(machine)).toEqual(lasting(untouched));
    },
  );

  it.each(['cmdlets', 'netsh'] as const)(
    'by %s is taken back by the host when nobody confirms it',
    async (method) => {
      const machine = newFakeWindows();
      const before = lasting(machine);
      await begin(machine, { ...wanted, method });
      machine.state.slept += 130_000;
      await fireDue(host, machine, new Date(Date.now() + machine.state.slept + 130_000));
      await dismiss(host, machine);
      expect(lasting(machine)).toEqual(before);
    },
  );

  it('that takes VIPs away is taken back as well, and what they need was never touched', async () => {
    const machine = newFakeWindows();
    await carryOut(host, machine, wanted);
    await dismiss(host, machine);
    await begin(machine, desiring({ absent: vips }));
    expect(machine.state.addresses.some((one) => one.address === vips[0]?.address)).toBe(false);
    machine.state.slept += 130_000;
    await fireDue(host, machine, new Date(Date.now() + machine.state.slept + 130_000));
    expect(await planned(host, machine, wanted)).toEqual([]);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
  });

  it.each<[step: string, fault: Fault]>([
    ['adapter', { kind: 'fails', call: 'DiInstallDevice', nth: 1, of: 'task' }],
    ['dhcp-off', { kind: 'ignored', call: 'Set-NetIPInterface', nth: 1, of: 'task' }],
    ['dns-registration-off', { kind: 'fails', call: 'Set-DnsClient', nth: 1, of: 'task' }],
    ['sharing-off', { kind: 'ignored', call: 'Disable-NetAdapterBinding', nth: 2, of: 'task' }],
    ['weak-host-ipv4-4', { kind: 'fails', call: 'Set-NetIPInterface', nth: 4, of: 'task' }],
    ['weak-host-ipv6-new', { kind: 'ignored', call: 'Set-NetIPInterface', nth: 11, of: 'task' }],
    ['firewall-tcp-3389-2001:db8::100', { kind: 'fails', call: 'New-NetFirewallRule', nth: 2, of: 'task' }],
    ['vip-up-192.0.2.100', { kind: 'ignored', call: 'New-NetIPAddress', nth: 1, of: 'task' }],
    ['vip-up-2001:db8::100', { kind: 'fails', call: 'New-NetIPAddress', nth: 2, of: 'task' }],
  ])('leaves nothing behind when %s fails', async (step, fault) => {
    const machine = newFakeWindows({ language: 'de' });
    const before = lasting(machine);
    machine.state.faults = [fault];
    const ends = await send(machine, windows.compile(await stepsFor(machine), order));
    machine.state.faults = [];
    expect(ends.find((end) => end.includes(' failed'))).toMatch(
      new RegExp(`^${step.replaceAll('.', '\\.')} failed`),
    );
    expect(ends.filter((end) => end.includes(' not-undone'))).toEqual([]);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });

  it('does not need the metric, which a loopback adapter may refuse', async () => {
    const machine = newFakeWindows();
    machine.state.faults = [2, 3].map((nth) => ({
      kind: 'fails',
      call: 'Set-NetIPInterface',
      nth,
      of: 'task',
    }));
    const ends = await carryOut(host, machine, wanted);
    expect(ends.filter((end) => !/ done(:|$)/.test(end))).toEqual([]);
    machine.state.faults = [];
    const verdict = await audit(host, machine, wanted);
    expect(verdict.state).toBe('ok');
    expect(verdict.checks.find((check) => check.id === 'metric')?.verdict).toBe('notice');
  });
});

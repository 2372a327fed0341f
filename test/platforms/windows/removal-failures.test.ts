import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { Fault } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { setUpByHand } from './simulated-hosts.ts';
import {
  audit,
  carryOut,
  dismiss,
  endsOf,
  lasting,
  observe,
  order,
  planned,
  vip4,
  vips,
} from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({ present: vips, services: [{ port: 3389, protocol: 'tcp' }], firewall: 'open' });
const unwanted = desiring({ absent: vips });

describeWith(['dotnet', 'gcc'], 'a removal from a simulated Windows', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  async function remove(machine: FakeWindows, fault: Fault, wish = unwanted): Promise<readonly string[]> {
    const decision = windows.plan(wish, await observe(host, machine));
    if (decision.kind !== 'change') throw new Error('there is nothing to change');
    machine.state.faults = [fault];
    const script = windows.compile(decision.steps, order);
    const answer = await host.run({ machine, what: { script } });
    machine.state.faults = [];
    return endsOf(windows.readChange(answer.stdout.toString()), answer.stderr.toString());
  }

  it.each<[step: string, fault: Fault]>([
    ['vip-down-192.0.2.100', { kind: 'fails', call: 'Remove-NetIPAddress', nth: 1, of: 'task' }],
    ['vip-down-2001:db8::100', { kind: 'ignored', call: 'Remove-NetIPAddress', nth: 2, of: 'task' }],
    [
      'firewall-away-tcp-3389-2001:db8::100',
      { kind: 'fails', call: 'Remove-NetFirewallRule', nth: 2, of: 'task' },
    ],
    ['weak-host-back-ipv4-4', { kind: 'fails', call: 'Set-NetIPInterface', nth: 2, of: 'task' }],
    ['weak-host-back-ipv6-4', { kind: 'ignored', call: 'Set-NetIPInterface', nth: 3, of: 'task' }],
    ['adapter-away', { kind: 'fails', call: 'pnputil.exe /remove-device', nth: 1, of: 'task' }],
    ['forget', { kind: 'ignored', call: '[IO.File]::Delete', nth: 4, of: 'task' }],
  ])('serves its VIPs again when %s fails', async (step, fault) => {
    const machine = newFakeWindows({ release: '2022' });
    await carryOut(host, machine, wanted);
    await dismiss(host, machine);
    const ends = await remove(machine, fault);
    expect(ends.find((end) => end.includes(' failed'))).toMatch(
      new RegExp(`^${step.replaceAll('.', '\\.')} failed`),
    );
    expect(ends.filter((end) => end.includes(' not-undone'))).toEqual([]);
    await dismiss(host, machine);
    expect((await audit(host, machine, wanted)).checks.filter((check) => check.verdict !== 'ok')).toEqual([]);
    expect(await planned(host, machine, wanted)).toEqual([]);
    await carryOut(host, machine, unwanted);
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(lasting(newFakeWindows({ release: '2022' })));
  });

  it('gives an adapter of others back as it was, or keeps its VIP', async () => {
    const machine = newFakeWindows({ alter: setUpByHand });
    const wish = desiring({ present: [vip4], adopt: true });
    await carryOut(host, machine, wish);
    await dismiss(host, machine);
    const fault = { kind: 'fails', call: 'Enable-NetAdapterBinding', nth: 2, of: 'task' } as const;
    const ends = await remove(machine, fault, desiring({ absent: [vip4] }));
    expect(ends.find((end) => end.includes(' failed'))).toMatch(/^adapter-as-before failed/);
    expect(ends.filter((end) => end.includes(' not-undone'))).toEqual([]);
    await dismiss(host, machine);
    expect((await audit(host, machine, wish)).state).toBe('ok');
    expect(await planned(host, machine, wish)).toEqual([]);
  });
});

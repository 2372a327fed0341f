import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Vip } from '../../../src/core/address.ts';
import type { Desired } from '../../../src/platforms/platform.ts';
import { windows } from '../../../src/platforms/windows/index.ts';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { Fault, MachineState } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { setUpByHand } from './simulated-hosts.ts';
import { carryOut, dismiss, endsOf, lasting, observe, order, vip4, vip6, vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({ present: vips, services: [{ port: 3389, protocol: 'tcp' }], firewall: 'open' });
const byNetsh = { ...wanted, method: 'netsh' } as const;
const adopting = desiring({ present: [vip4], adopt: true });

interface Story {
  readonly name: string;
  /** The machine before the change: as it is set up, with what vipfarm put there, and what somebody did to it then. */
  readonly setUp?: (state: MachineState) => void;
  readonly has?: Desired;
  readonly alter?: (state: MachineState) => void;
  readonly wish: Desired;
  readonly fault: Fault;
  readonly failing: string;
}

const stories: readonly Story[] = [
  {
    name: 'by netsh: weak host does not stay',
    wish: byNetsh,
    fault: { kind: 'ignored', call: 'netsh.exe set interface', nth: 2, of: 'task' },
    failing: 'weak-host-ipv4-4',
  },
  {
    name: 'by netsh: an address is refused',
    wish: byNetsh,
    fault: { kind: 'fails', call: 'netsh.exe add address', nth: 2, of: 'task' },
    failing: 'vip-up-2001:db8::100',
  },
  {
    name: 'by netsh: an address does not leave',
    has: byNetsh,
    wish: { ...desiring({ absent: vips }), method: 'netsh' },
    fault: { kind: 'ignored', call: 'netsh.exe delete address', nth: 2, of: 'task' },
    failing: 'vip-down-2001:db8::100',
  },
  {
    name: 'by netsh: weak host does not go back',
    has: byNetsh,
    wish: { ...desiring({ absent: vips }), method: 'netsh' },
    fault: { kind: 'fails', call: 'netsh.exe set interface', nth: 3, of: 'task' },
    failing: 'weak-host-back-ipv6-4',
  },
  {
    name: 'an adapter is taken over and stays in DNS',
    setUp: setUpByHand,
    wish: adopting,
    fault: { kind: 'ignored', call: 'Set-DnsClient', nth: 1, of: 'task' },
    failing: 'dns-registration-off',
  },
  {
    name: 'an adapter is taken over and its file sharing stays',
    setUp: setUpByHand,
    wish: adopting,
    fault: { kind: 'fails', call: 'Disable-NetAdapterBinding', nth: 2, of: 'task' },
    failing: 'sharing-off',
  },
  {
    name: 'a VIP that may be a source now and not after a boot is altered, and the next one does not come back',
    has: wanted,
    alter: (state) => {
      for (const one of state.addresses) if (one.address === vip4.address) one.skipAsSource = false;
      loseVip(state, vip6);
    },
    wish: wanted,
    fault: { kind: 'fails', call: 'New-NetIPAddress', nth: 1, of: 'task' },
    failing: 'vip-up-2001:db8::100',
  },
  {
    name: 'a VIP that may be a source stays one',
    has: wanted,
    alter: showVip,
    wish: wanted,
    fault: { kind: 'ignored', call: 'Set-NetIPAddress', nth: 1, of: 'task' },
    failing: 'vip-up-192.0.2.100',
  },
  {
    name: 'by netsh: a VIP that may be a source is replaced, and does not come back',
    has: byNetsh,
    alter: showVip,
    wish: byNetsh,
    fault: { kind: 'fails', call: 'netsh.exe add address', nth: 1, of: 'task' },
    failing: 'vip-up-192.0.2.100',
  },
  {
    name: 'a VIP that runs only until the next boot is replaced, and does not come back',
    has: wanted,
    alter: (state) => {
      state.persistentAddresses = state.persistentAddresses.filter((one) => one.address !== vip4.address);
    },
    wish: wanted,
    fault: { kind: 'fails', call: 'New-NetIPAddress', nth: 1, of: 'task' },
    failing: 'vip-up-192.0.2.100',
  },
  {
    name: 'a VIP that comes with the next boot only is replaced, and the next one does not come back',
    has: wanted,
    alter: (state) => {
      state.addresses = state.addresses.filter((one) => one.address !== vip4.address);
      loseVip(state, vip6);
    },
    wish: wanted,
    fault: { kind: 'fails', call: 'New-NetIPAddress', nth: 2, of: 'task' },
    failing: 'vip-up-2001:db8::100',
  },
  {
    name: 'an adapter with another name does not get its own back',
    has: wanted,
    alter: (state) => {
      for (const adapter of state.adapters) if (adapter.name === 'vipfarm') adapter.name = 'Ethernet 9';
      for (const side of state.ipInterfaces) if (side.alias === 'vipfarm') side.alias = 'Ethernet 9';
    },
    wish: wanted,
    fault: { kind: 'ignored', call: 'Rename-NetAdapter', nth: 1, of: 'task' },
    failing: 'adapter-name',
  },
  {
    name: 'a rule of ours that somebody altered is mended, and a VIP does not come back',
    has: wanted,
    alter: alterRuleAndLoseVip,
    wish: wanted,
    fault: { kind: 'fails', call: 'New-NetIPAddress', nth: 1, of: 'task' },
    failing: 'vip-up-192.0.2.100',
  },
  {
    name: 'by netsh: a rule of ours that somebody altered is mended, and a VIP does not come back',
    has: byNetsh,
    alter: alterRuleAndLoseVip,
    wish: byNetsh,
    fault: { kind: 'fails', call: 'netsh.exe add address', nth: 1, of: 'task' },
    failing: 'vip-up-192.0.2.100',
  },
  {
    name: 'a rule of ours that somebody altered is not made anew',
    has: wanted,
    alter: alterRuleAndLoseVip,
    wish: wanted,
    fault: { kind: 'ignored', call: 'New-NetFirewallRule', nth: 1, of: 'task' },
    failing: 'firewall-tcp-3389-192.0.2.100',
  },
  {
    name: 'a rule of ours that somebody altered leaves, and weak host does not go back',
    has: wanted,
    alter: alterRule,
    wish: desiring({ absent: vips }),
    fault: { kind: 'fails', call: 'Set-NetIPInterface', nth: 2, of: 'task' },
    failing: 'weak-host-back-ipv4-4',
  },
];

/** Every part of the rule that vipfarm reads is another one. */
function alterRule(state: MachineState): void {
  for (const rule of state.firewallRules.filter((one) => one.name.endsWith(vip4.address))) {
    rule.enabled = false;
    rule.action = 'Block';
    rule.profile = 'Domain, Private';
    rule.protocol = 'UDP';
    rule.localPorts = ['3389', '8000-8100'];
    rule.localAddresses = [vip4.address, '192.0.2.11'];
    rule.remoteAddresses = ['198.51.100.0/24', 'LocalSubnet'];
  }
}

function alterRuleAndLoseVip(state: MachineState): void {
  alterRule(state);
  loseVip(state, vip4);
}

function loseVip(state: MachineState, { address }: Vip): void {
  state.addresses = state.addresses.filter((one) => one.address !== address);
  state.persistentAddresses = state.persistentAddresses.filter((one) => one.address !== address);
}

function showVip(state: MachineState): void {
  for (const one of [...state.addresses, ...state.persistentAddresses])
    if (one.address === vip4.address) one.skipAsSource = false;
}

describeWith(['dotnet', 'gcc'], 'a simulated Windows is as it was where a step fails', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  async function meet(machine: FakeWindows, wish: Desired, fault: Fault): Promise<readonly string[]> {
    const decision = windows.plan(wish, await observe(host, machine));
    if (decision.kind !== 'change') throw new Error(`it is ${decision.kind}`);
    machine.state.faults = [fault];
    const script = windows.compile(decision.steps, order);
    const answer = await host.run({ machine, what: { script } });
    machine.state.faults = [];
    return endsOf(windows.readChange(answer.stdout.toString()), answer.stderr.toString());
  }

  it.each(stories)('$name', async ({ setUp, has, alter, wish, fault, failing }) => {
    const machine = newFakeWindows(setUp === undefined ? {} : { alter: setUp });
    if (has !== undefined) {
      await carryOut(host, machine, has);
      await dismiss(host, machine);
    }
    alter?.(machine.state);
    const before = inAnyOrder(machine);
    const ends = await meet(machine, wish, fault);
    expect(ends.filter((end) => end.includes(' failed')).map((end) => end.split(' ')[0])).toEqual([failing]);
    expect(ends.filter((end) => end.includes(' not-undone'))).toEqual([]);
    await dismiss(host, machine);
    expect(inAnyOrder(machine)).toEqual(before);
  });

  it('weak host that differed between now and the next boot differs again after a removal by netsh', async () => {
    const machine = newFakeWindows({
      alter: (state) => {
        for (const side of state.ipInterfaces.filter((one) => one.ifIndex === 4))
          side.active = { ...side.active, weakHostReceive: 'Enabled' };
      },
    });
    const before = inAnyOrder(machine);
    await carryOut(host, machine, byNetsh);
    await carryOut(host, machine, { ...desiring({ absent: vips }), method: 'netsh' });
    await dismiss(host, machine);
    expect(inAnyOrder(machine)).toEqual(before);
  });
});

/** A VIP or a rule that went and came back stands behind others. */
function inAnyOrder(machine: FakeWindows): unknown {
  const { addresses, persistentAddresses, firewallRules } = machine.state;
  for (const list of [addresses, persistentAddresses])
    list.sort((one, other) => one.address.localeCompare(other.address));
  firewallRules.sort((one, other) => one.name.localeCompare(other.name));
  return lasting(machine);
}

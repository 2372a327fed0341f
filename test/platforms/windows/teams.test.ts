import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { type FakeWindows, newFakeWindows } from '../../powershell-host/fake-windows.ts';
import type { MachineState } from '../../powershell-host/machine-state.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { desiring } from '../desiring.ts';
import { audit, carryOut, dismiss, lasting, plan, vips } from './windows-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const wanted = desiring({ present: vips });
const [nic, upper] = [4, 8];

/** The network card gives its addresses and all that goes with them to an interface that stands above it. */
function putAbove(state: MachineState, name: string, service: string): void {
  const [card] = state.adapters;
  if (card === undefined) throw new Error('this machine has no network card');
  state.adapters.push({
    ...card,
    name,
    description: name,
    ifIndex: upper,
    guid: '{6B4D2E0A-77C1-4A53-9F0B-2D1C35A40008}',
    hardwareId: `root\\${service}`,
    pnpDeviceId: `ROOT\\${service}\\0000`,
    service,
    virtual: true,
  });
  for (const side of state.ipInterfaces.filter((one) => one.ifIndex === nic)) {
    side.ifIndex = upper;
    side.alias = name;
  }
  const moved = [
    state.addresses,
    state.persistentAddresses,
    state.routes,
    state.dnsClients,
    state.connectionProfiles,
    state.neighbors,
  ];
  for (const one of moved.flat().filter(({ ifIndex }) => ifIndex === nic)) one.ifIndex = upper;
  state.bindings.push(
    ...state.bindings.filter((one) => one.ifIndex === nic).map((one) => ({ ...one, ifIndex: upper })),
  );
}

const carriers: readonly (readonly [what: string, name: string, carry: (state: MachineState) => void])[] = [
  [
    'a team',
    'Team 1',
    (state) => {
      putAbove(state, 'Team 1', 'mslbfoprovider');
      state.teams.push({ name: 'Team 1', members: ['Ethernet'], nics: ['Team 1'] });
    },
  ],
  [
    'a virtual switch',
    'vEthernet (Extern)',
    (state) => {
      putAbove(state, 'vEthernet (Extern)', 'VMSMP');
      const adapterDescription = state.adapters[0]?.description ?? '';
      state.switches.push({ name: 'Extern', adapterDescription, sharedWithHost: true });
    },
  ],
];

describeWith(['dotnet', 'gcc'], 'a simulated Windows whose network card carries', () => {
  let host: PowershellHost;
  beforeAll(async () => {
    host = await openPowershellHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each(carriers)('%s has weak host on the interface that owns the address', async (_what, name, carry) => {
    const machine = newFakeWindows({ alter: carry });
    const before = lasting(machine);
    expect(await plan(host, machine, wanted)).toMatchObject({
      kind: 'change',
      notices: Array.from({ length: 2 }, () =>
        expect.stringContaining(`weak host receive is set on ${name},`),
      ),
    });
    await carryOut(host, machine, wanted);
    expect(receiving(machine)).toEqual([upper, upper]);
    expect((await audit(host, machine, wanted)).state).toBe('ok');
    await carryOut(host, machine, desiring({ absent: vips }));
    await dismiss(host, machine);
    expect(lasting(machine)).toEqual(before);
  });
});

/** The interfaces besides ours that let in what is for another, in both stores. */
function receiving({ state }: FakeWindows): readonly number[] {
  return state.ipInterfaces
    .filter(({ active, persistent }) =>
      [active, persistent].every((one) => one.weakHostReceive === 'Enabled'),
    )
    .filter((side) => side.alias !== 'vipfarm')
    .map((side) => side.ifIndex);
}

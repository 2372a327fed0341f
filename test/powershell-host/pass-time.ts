import type { FakeWindows } from './fake-windows.ts';
import type { IpAddress, MachineState, ScheduledTask } from './machine-state.ts';
import type { PowershellAnswer, PowershellHost } from './powershell-host.ts';

export interface TaskRun {
  readonly task: string;
  readonly answer: PowershellAnswer;
}

/** Runs the tasks that are due at this time, or that were asked for, one after another. */
export async function fireDue(
  host: PowershellHost,
  machine: FakeWindows,
  now: Date,
): Promise<readonly TaskRun[]> {
  const runs: TaskRun[] = [];
  for (const { name, path } of machine.state.tasks.filter((task) => isDue(task, now))) {
    const task = taskOf(machine, path, name);
    // An earlier task may have taken this one away.
    if (task === undefined || !isDue(task, now)) continue;
    task.requested = false;
    delete task.at;
    const commandLine = `"${task.execute}" ${task.arguments}`;
    const answer = await host.run({ machine, what: { commandLine }, asSystem: isSystem(task.user) });
    const after = taskOf(machine, path, name);
    if (after !== undefined) after.lastResult = answer.exitCode ?? 1;
    runs.push({ task: path + name, answer });
  }
  return runs;
}

export interface RebootOptions {
  /** The machine stayed off until then. */
  readonly offUntil?: Date;
  /** Adapters get other indices, as may happen; their ids and names stay. */
  readonly renumbered?: boolean;
}

/**
 * Ends all that was only in use and not kept. Tasks at startup become due; a task whose time passed while the machine was off
 * runs only if it asked for that.
 */
export function reboot(machine: FakeWindows, options: RebootOptions = {}): void {
  const { state } = machine;
  state.boots += 1;
  if (options.renumbered === true) renumber(state);
  for (const one of state.arriving) one.looks = 0;
  for (const side of state.ipInterfaces) side.active = { ...side.persistent };
  state.addresses = [
    ...state.addresses.filter((one) => returnsByItself(state, one)),
    ...state.persistentAddresses.map((one): IpAddress => ({ ...one, state: 'Tentative', tentative: 2 })),
  ];
  const kept = state.routes.filter((route) => route.store === 'PersistentStore');
  state.routes = kept.flatMap((route) => [{ ...route, store: 'ActiveStore' }, route]);
  state.tcpConnections = state.tcpConnections.filter((connection) => connection.state === 'Listen');
  for (const task of state.tasks) {
    if (task.atStartup && task.enabled) task.requested = true;
    if (options.offUntil !== undefined && isPast(task, options.offUntil) && !task.startWhenAvailable)
      delete task.at;
  }
}

/** All but the built-in loopback, which is always the first. */
function renumber(state: MachineState): void {
  const numbered = [
    state.adapters,
    state.arriving.map((one) => one.adapter),
    state.ipInterfaces,
    state.addresses,
    state.persistentAddresses,
    state.routes,
    state.dnsClients,
    state.bindings,
    state.connectionProfiles,
    state.neighbors,
  ];
  for (const one of numbered.flat()) if (one.ifIndex !== 1) one.ifIndex += 7;
}

function isDue(task: ScheduledTask, now: Date): boolean {
  return task.enabled && (task.requested || isPast(task, now));
}

function isPast(task: ScheduledTask, now: Date): boolean {
  return task.at !== undefined && Date.parse(task.at) <= now.getTime();
}

function taskOf(machine: FakeWindows, path: string, name: string): ScheduledTask | undefined {
  return machine.state.tasks.find((task) => task.path === path && task.name === name);
}

function isSystem(user: string): boolean {
  return ['SYSTEM', 'NT AUTHORITY\\SYSTEM', 'S-1-5-18'].includes(user.toUpperCase());
}

/** Loopback and link-local addresses, and what a lease gives. */
function returnsByItself(state: MachineState, address: IpAddress): boolean {
  if (
    state.persistentAddresses.some(
      (one) => one.address === address.address && one.ifIndex === address.ifIndex,
    )
  ) {
    return false;
  }
  const side = state.ipInterfaces.find((one) => {
    return one.ifIndex === address.ifIndex && one.family === address.family;
  });
  if (address.origin === 'Dhcp') return side?.persistent.dhcp === 'Enabled';
  if (address.address.startsWith('169.254.')) return side?.persistent.dhcp === 'Enabled';
  return address.origin === 'WellKnown' || address.origin === 'RouterAdvertisement';
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { Problem } from '../core/problem.ts';
import { farmInventory } from './inventory-file.ts';
import { openKernelMachines } from './kernel-machines.ts';
import { handmade, handmadeVip, members, type Station, vip } from './layout.ts';
import type { Machines } from './machines.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import { openSshDoor, type SshDoor } from './ssh-door.ts';

/** The farm of the demo, reached as any other: through its inventory file, over SSH. */
export interface Farm extends AsyncDisposable, Pick<Machines, 'kind' | 'survey' | 'visit'> {
  /** Holds everything that the farm puts on disk; removed at its end. */
  readonly folder: string;
  readonly inventory: string;
  /** Where runs on the farm keep their evidence: an XDG_STATE_HOME of its own. */
  readonly state: string;
  readonly identityFile: string;
  readonly knownHosts: string;
  /** Where each host listens on 127.0.0.1. */
  readonly ports: ReadonlyMap<string, number>;
  /** Does something on a host by hand: as somebody at its console would, past vipfarm and SSH. */
  byHand(host: string, line: string): Promise<CommandResult>;
}

/**
 * Opens the farm.
 * @throws Problem 'demo-refused' where it cannot be had; the message says why
 */
export async function openFarm(): Promise<Farm> {
  const folder = await mkdtemp(join(tmpdir(), 'vipfarm-demo-'));
  let machines: Machines | undefined;
  try {
    machines = await openKernelMachines(folder);
    return await openDoors(machines, folder);
  } catch (thrown) {
    await machines?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  }
}

async function openDoors(machines: Machines, folder: string): Promise<Farm> {
  const key = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'vipfarm demo' });
  const allowed = ssh2.utils.parseKey(key.public);
  if (allowed instanceof Error) throw new Problem('internal', allowed.message, { cause: allowed });
  const doors = new Map<string, SshDoor>();
  for (const { name } of [...members, ...handmade]) {
    const commandFor = (line: string) => machines.shellCommand(name, line);
    doors.set(name, await openSshDoor({ allowed, commandFor }));
  }
  const ports = new Map([...doors].map(([name, door]) => [name, door.port]));
  const reached = (stations: readonly Station[]) =>
    stations.map((station) => ({ station, port: ports.get(station.name) ?? 0 }));
  const inventory = join(folder, 'inventory.yaml');
  const identityFile = join(folder, 'id_ed25519');
  const knownHosts = join(folder, 'known_hosts');
  const text = farmInventory(
    [
      { name: 'web', vip, members: reached(members) },
      { name: 'old', vip: handmadeVip, members: reached(handmade) },
    ],
    { identityFile, knownHosts },
  );
  await writeFile(identityFile, key.private, { mode: 0o600 });
  await writeFile(knownHosts, [...doors.values()].map((door) => `${door.knownHost}\n`).join(''));
  await writeFile(inventory, text);
  return {
    ...machines,
    folder,
    inventory,
    state: join(folder, 'state'),
    identityFile,
    knownHosts,
    ports,
    byHand: (host, line) => runCommand(machines.shellCommand(host, line)),
    async [Symbol.asyncDispose]() {
      await Promise.all([...doors.values()].map((door) => door[Symbol.asyncDispose]()));
      await machines[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

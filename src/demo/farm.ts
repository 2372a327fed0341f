import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../core/problem.ts';
import { type FarmMember, farmInventory } from './inventory-file.ts';
import { openKernelMachines } from './kernel-machines.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { handmade, handmadeVip, members, type Station, servicePort, vip } from './layout.ts';
import type { Machines } from './machines.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import { simulateMachines } from './simulated/machines.ts';
import { sshConfigText } from './ssh-config-file.ts';
import { openSshDoor, type SshDoor } from './ssh-door.ts';

/** The farm of the demo, reached as any other: through its inventory file, over SSH. */
export interface Farm extends AsyncDisposable, Pick<Machines, 'kind' | 'survey' | 'visit'> {
  /** Why the hosts are simulated; undefined when they are not. */
  readonly refusal: string | undefined;
  /** Holds everything that the farm puts on disk; removed at its end. */
  readonly folder: string;
  readonly inventory: string;
  /** Where runs on the farm keep their evidence: an XDG_STATE_HOME of its own. */
  readonly state: string;
  readonly identityFile: string;
  readonly knownHosts: string;
  /** For the ssh program: `ssh -F FILE web01`. */
  readonly sshConfig: string;
  /** Where each host listens on 127.0.0.1. */
  readonly ports: ReadonlyMap<string, number>;
  /** Of a host's console: `web01#`. */
  prompt(host: string): string;
  /** Does something on a host by hand: as somebody at its console would, past vipfarm and SSH. */
  byHand(host: string, line: string): Promise<CommandResult>;
}

/**
 * Opens the farm: real kernels where this system lets an ordinary user have them, else simulated hosts.
 * @throws Problem 'demo-refused' where not even these can be had
 */
export async function openFarm(): Promise<Farm> {
  try {
    return await openKernelFarm();
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'demo-refused') throw thrown;
    return await openFarmOf(simulateMachines, thrown.message);
  }
}

/**
 * The farm on real kernels, or none.
 * @throws Problem 'demo-refused'
 */
export function openKernelFarm(): Promise<Farm> {
  return openFarmOf(openKernelMachines, undefined);
}

async function openFarmOf(
  openMachines: (folder: string) => Promise<Machines>,
  refusal: string | undefined,
): Promise<Farm> {
  const folder = await mkdtemp(join(tmpdir(), 'vipfarm-demo-'));
  const opened: AsyncDisposable[] = [];
  const close = async () => {
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const machines = await openMachines(folder);
    opened.push(machines);
    const { runner, shellCommand } = machines;
    const key = makeKeyPair();
    const doors = new Map<string, SshDoor>();
    for (const { name } of [...members, ...handmade]) {
      const commandFor = (line: string) => shellCommand(name, line);
      const door = await openSshDoor({ allowed: key.parsed, commandFor, runner });
      doors.set(name, door);
      opened.push(door);
    }
    return {
      ...machines,
      ...(await writeFiles(folder, machines.kind, key, doors)),
      folder,
      refusal,
      state: join(folder, 'state'),
      prompt: (host) => `${host}#`,
      byHand: (host, line) => runCommand(shellCommand(host, line), '', runner),
      [Symbol.asyncDispose]: close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function writeFiles(
  folder: string,
  kind: Machines['kind'],
  key: KeyPair,
  doors: ReadonlyMap<string, SshDoor>,
): Promise<Pick<Farm, 'inventory' | 'identityFile' | 'knownHosts' | 'sshConfig' | 'ports'>> {
  const ports = new Map([...doors].map(([name, door]) => [name, door.port]));
  const knownHosts = [...doors.values()].map((door) => `${door.knownHost}\n`);
  const inventory = join(folder, 'inventory.yaml');
  const sshConfig = join(folder, 'ssh_config');
  const keys = { identityFile: join(folder, 'id_ed25519'), knownHosts: join(folder, 'known_hosts') };
  const reached = (stations: readonly Station[]) => stations.map(({ name }) => memberAt(name, ports));
  // Simulated hosts have no network that could be looked at.
  const witnesses = kind === 'kernels' ? 'auto' : 'none';
  const services = [servicePort];
  const pools = [
    { name: 'web', vip, members: reached(members), services, witnesses },
    { name: 'old', vip: handmadeVip, members: reached(handmade), services, witnesses },
  ] as const;
  await writeFile(keys.identityFile, key.private, { mode: 0o600 });
  await writeFile(keys.knownHosts, knownHosts.join(''));
  await writeFile(inventory, farmInventory(pools, keys));
  await writeFile(sshConfig, sshConfigText(ports, keys));
  return { inventory, ...keys, sshConfig, ports };
}

/** A host behind one of the farm's doors. */
export function memberAt(name: string, ports: ReadonlyMap<string, number>): FarmMember {
  return { name, settings: { address: '127.0.0.1', port: ports.get(name) ?? 0 } };
}

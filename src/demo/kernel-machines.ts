import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { direct } from './director.ts';
import { hostScript } from './host-tree.ts';
import {
  client,
  director,
  directorBack,
  handmade,
  handmadeVip,
  members,
  type Station,
  vip,
  witness,
} from './layout.ts';
import type { Machines } from './machines.ts';
import { type Namespaces, openGround, openStation } from './namespaces.ts';
import { mustRun } from './run-command.ts';
import { startService, visitService } from './services.ts';
import { prepareWitness, surveyArp } from './survey.ts';
import { bringUp, layCables, type Plug } from './wiring.ts';

/**
 * Hosts, director, client and witness as namespaces of this machine's kernel. `folder` goes away with them.
 * @throws Problem 'demo-refused' where an ordinary user may not make them
 */
export async function openKernelMachines(folder: string): Promise<Machines> {
  const ground = await openGround(folder);
  try {
    return await furnish(ground, folder);
  } catch (thrown) {
    await ground[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function furnish(ground: Namespaces, folder: string): Promise<Machines> {
  const plug = async (station: Station): Promise<Plug> => {
    return { station, namespaces: await openStation(ground), nic: 'eth0' };
  };
  const [hosts, front, visitor, watcher] = await Promise.all([
    Promise.all([...members, ...handmade].map(plug)),
    plug(director),
    plug(client),
    plug(witness),
  ]);
  const back: Plug = { ...front, station: directorBack, nic: 'eth1' };
  await layCables(ground, [...hosts, front, back, visitor, watcher]);
  await Promise.all([
    ...hosts.map(({ station, namespaces }) => boot(station, namespaces, join(folder, station.name))),
    ...[front, back, visitor, watcher].map(bringUp),
  ]);
  await prepareWitness(watcher.namespaces);
  await direct(front.namespaces, [
    { vip, servers: members.map((member) => member.address) },
    { vip: handmadeVip, servers: handmade.map((host) => host.address) },
  ]);
  const services = await Promise.all(
    hosts.map(({ station, namespaces }) => startService(namespaces, station.name)),
  );
  const byName = new Map(hosts.map(({ station, namespaces }) => [station.name, namespaces]));
  return {
    kind: 'kernels',
    shellCommand(host, line) {
      const namespaces = byName.get(host);
      if (namespaces === undefined) throw new RangeError(`the farm has no host ${host}`);
      return namespaces.inside(['/bin/sh', '-c', line]);
    },
    survey: (vips) => surveyArp(watcher.namespaces, vips),
    visit: (address, count) => visitService(visitor.namespaces, address, count),
    async [Symbol.asyncDispose]() {
      await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
      await ground[Symbol.asyncDispose]();
    },
  };
}

async function boot(station: Station, namespaces: Namespaces, mountPoint: string): Promise<void> {
  await mkdir(mountPoint);
  await mustRun(namespaces.inside(['/bin/sh']), hostScript(station, mountPoint));
}

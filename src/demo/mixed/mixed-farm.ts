import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Farm, memberAt, openKernelFarm } from '../farm.ts';
import { farmInventory } from '../inventory-file.ts';
import { members, vip } from '../layout.ts';
import { takeSnapshots } from '../snapshot.ts';
import { type Guests, guestProgram, openGuests } from './guests.ts';

/** The farm of the demo with simulated systems beside the hosts on real kernels, all in one pool. */
export interface MixedFarm extends Farm {
  readonly guests: Pick<Guests, 'present' | 'leftOut'>;
  /** What every member looks like now, by name: equal texts mean that nothing differs. */
  look(): Promise<ReadonlyMap<string, string>>;
}

/**
 * Opens it: real kernels, or nothing.
 * @throws Problem 'demo-refused' where namespaces are refused, or where the simulated systems are not there
 */
export async function openMixedFarm(): Promise<MixedFarm> {
  const program = guestProgram();
  const farm = await openKernelFarm();
  try {
    const folder = join(farm.folder, 'guests');
    await mkdir(folder);
    return await furnish(farm, await openGuests(program, folder, farm.identityFile));
  } catch (thrown) {
    await farm[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function furnish(farm: Farm, guests: Guests): Promise<MixedFarm> {
  const names = guests.present.map(({ name }) => name);
  await enrol(farm, guests);
  return {
    ...farm,
    guests,
    prompt: (host) => guests.present.find(({ name }) => name === host)?.prompt ?? farm.prompt(host),
    byHand: (host, line) => (names.includes(host) ? guests.byHand(host, line) : farm.byHand(host, line)),
    async look() {
      const looks = names.map(async (name) => [name, await guests.look(name)] as const);
      return new Map([...(await takeSnapshots(farm)), ...(await Promise.all(looks))]);
    },
    async [Symbol.asyncDispose]() {
      await guests[Symbol.asyncDispose]();
      await farm[Symbol.asyncDispose]();
    },
  };
}

/**
 * Writes the inventory anew, with one pool of all. The guests have no place on the segment, where a service of theirs
 * could be asked for through the VIP: so the pool has none.
 */
async function enrol(farm: Farm, { present }: Guests): Promise<void> {
  const { identityFile, knownHosts } = farm;
  const pool = {
    name: 'web',
    vip,
    members: [...members.map(({ name }) => memberAt(name, farm.ports)), ...present],
    services: [],
    witnesses: 'auto',
  } as const;
  await appendFile(knownHosts, present.map(({ knownHost }) => (knownHost ? `${knownHost}\n` : '')).join(''));
  await writeFile(farm.inventory, farmInventory([pool], { identityFile, knownHosts }));
}

import { emptyMemory, kill, type SimHost, type Surroundings } from './host.ts';

/** The power goes. What the disk had not yet been told to keep may be lost with it. */
export function losePower(host: SimHost, { random, watcher }: Surroundings): void {
  if (!host.isUp) return;
  watcher.story(() => `${host.name} loses its power`);
  watcher.disturbed(host);
  host.isUp = false;
  for (const process of [...host.memory.processes]) kill(host, process);
  host.memory.trial?.disarm();
  host.memory = emptyMemory();
  const { notes } = host.disk;
  if (notes !== undefined && random.chance(0.3)) {
    host.disk.notes = { ...notes, steps: new Map(), confirmed: false, firedAt: undefined, ended: false };
  }
}

/** It boots: ARP first, then the VIPs. */
export function bootUp(host: SimHost, { watcher }: Surroundings): void {
  if (host.isUp) return;
  host.isUp = true;
  host.isHung = false;
  host.boots += 1;
  host.memory.silent = host.disk.silent;
  for (const vip of host.disk.vips) host.memory.vips.add(vip);
  watcher.story(() => `${host.name} has booted`);
}

import { emptyMemory, kill, type SimHost, type Surroundings } from './host.ts';
import { startTaskAtBoot } from './windows-task.ts';

/**
 * The power goes. What the disk had not yet been told to keep may be lost with it; on Windows each note is flushed before
 * its step begins, and what a change did outlasts a boot.
 */
export function losePower(host: SimHost, { random, watcher }: Surroundings): void {
  if (!host.isUp) return;
  watcher.story(() => `${host.name} loses its power`);
  host.isUp = false;
  for (const process of [...host.memory.processes]) kill(host, process);
  host.memory.trial?.disarm();
  host.memory = emptyMemory();
  const { notes, windows } = host.disk;
  if (windows !== undefined) return;
  // Whoever changed it meanwhile cannot be told from the boot, which took away what was only on trial.
  watcher.disturbed(host);
  if (notes !== undefined && random.chance(0.3)) {
    host.disk.notes = { ...notes, steps: new Map(), confirmed: false, firedAt: undefined, ended: false };
  }
}

/** It boots: ARP or weak host first, then the VIPs; on Windows then the task of a change that is not over. */
export function bootUp(host: SimHost, surroundings: Surroundings): void {
  if (host.isUp) return;
  host.isUp = true;
  host.isHung = false;
  host.boots += 1;
  host.memory.isSet = host.disk.isSet;
  for (const vip of host.disk.vips) host.memory.vips.add(vip);
  surroundings.watcher.story(() => `${host.name} has booted`);
  startTaskAtBoot(host, surroundings);
}

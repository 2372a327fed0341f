import type { World } from './engine/conduct.ts';
import type { SimHost } from './farm/host.ts';
import { bootUp, losePower } from './farm/power.ts';

/** What may befall a farm at any moment, beside what goes wrong by itself. */
export type Mischief =
  | { readonly kind: 'power'; readonly host: string; readonly milliseconds: number }
  | { readonly kind: 'hang'; readonly host: string; readonly milliseconds: number }
  | { readonly kind: 'stranger'; readonly vip: string; readonly milliseconds: number }
  | { readonly kind: 'hand'; readonly host: string; readonly vip: string };

export function doMischief(mischief: Mischief, world: World): void {
  const { hosts, network, time, judge } = world;
  if (mischief.kind === 'stranger') {
    judge.story(() => `a stranger answers for ${mischief.vip}`);
    network.strangers.add(mischief.vip);
    time.after(mischief.milliseconds, () => network.strangers.delete(mischief.vip));
    return;
  }
  const host = hosts.get(mischief.host);
  if (host === undefined) return;
  switch (mischief.kind) {
    case 'power':
      losePower(host, world);
      time.after(mischief.milliseconds, () => bootUp(host, world));
      return;
    case 'hang':
      judge.story(() => `${host.name} hangs`);
      host.isHung = true;
      time.after(mischief.milliseconds, () => {
        host.isHung = false;
      });
      return;
    case 'hand':
      takeByHand(host, mischief.vip, world);
  }
}

/** Somebody takes a VIP away by hand. */
function takeByHand(host: SimHost, vip: string, { judge }: World): void {
  if (host.disk.record?.vips.includes(vip) !== true) return;
  judge.story(() => `somebody takes ${vip} from ${host.name} by hand`);
  host.memory.vips.delete(vip);
  judge.handled(host);
}

/** All is well again: hosts are up, and those whose management path a VIP cuts are repaired. */
export function heal(world: World): void {
  world.trouble.end();
  world.network.strangers.clear();
  for (const host of world.hosts.values()) {
    bootUp(host, world);
    host.isHung = false;
    host.cutsWithVip = false;
    host.leaks = false;
    host.clients = [];
  }
  world.judge.story(() => 'all is well again');
}

import type { Vip } from '../core/address.ts';
import type { Plan } from '../core/plan.ts';
import type { Service } from '../core/service.ts';
import type { Fleet, Host, Pool } from '../inventory/fleet.ts';
import type { Desired } from '../platforms/platform.ts';
import { takingBack } from './take-back.ts';

/** What a run is asked to do with the VIPs of the pools it names. */
export interface Purpose {
  readonly verb: 'apply' | 'remove';
  readonly adopt: boolean;
  readonly force: boolean;
  /** Instead of bringing or taking all VIPs: what an earlier run did to each host, turned round. */
  readonly takesBack?: Plan['takesBack'];
}

/** For looking only: everything present, nothing forced. */
export const looking: Purpose = { verb: 'apply', adopt: false, force: false };

/** What the selected pools ask of one host. */
export function desiredOf(host: Host, fleet: Fleet, pools: readonly Pool[], purpose: Purpose): Desired {
  const mine = pools.filter((pool) => host.pools.includes(pool.name));
  const vips = uniqueVips(mine.flatMap((pool) => pool.vips));
  const others = host.pools
    .filter((name) => !mine.some((pool) => pool.name === name))
    .flatMap((name) => fleet.pools.get(name)?.vips ?? []);
  const wished: Desired = {
    present: purpose.verb === 'apply' ? vips : [],
    absent: purpose.verb === 'remove' ? vips : [],
    others: uniqueVips(others),
    services: uniqueServices(mine.flatMap((pool) => pool.services)),
    arp: host.arp,
    stack: host.stack,
    method: host.method,
    firewall: host.firewall,
    adopt: purpose.adopt,
    force: purpose.force,
  };
  if (purpose.takesBack === undefined) return wished;
  return takingBack(wished, purpose.takesBack[host.name] ?? { brings: [], takes: [] });
}

function uniqueVips(vips: readonly Vip[]): readonly Vip[] {
  return [...new Map(vips.map((vip) => [vip.address, vip])).values()];
}

function uniqueServices(services: readonly Service[]): readonly Service[] {
  return [...new Map(services.map((one) => [`${one.protocol}/${one.port}`, one])).values()];
}

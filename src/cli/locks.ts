import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { brokenLockText, locksText } from '../reporting/locks-text.ts';
import { operator } from '../store/operator.ts';
import type { Leases } from '../store/store.ts';
import { isSet, textOf, wantsJson } from './arguments.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';
import { storeFor } from './past.ts';
import { showJson, showText } from './show.ts';

/** `vipfarm locks list|break`: who may change which pool now, and how to take that away from a run that is dead. */
export const run: CommandBody = async (args, surroundings) => {
  await using store = await storeFor(args, surroundings);
  switch (textOf(args, 'action')) {
    case 'list': {
      const now = Date.now();
      const locks = (await store.leases.list()).map((lease) => ({ ...lease, expired: lease.expires <= now }));
      const breaks = await store.leases.breaks();
      if (wantsJson(args)) showJson({ database: store.place, locks, breaks }, surroundings);
      else showText(locksText(locks, breaks, now), surroundings);
      return exitCodes.ok;
    }
    case 'break':
      await breakLock(store.leases, args, surroundings);
      return exitCodes.ok;
    default:
      throw new Problem('usage', `locks cannot ${textOf(args, 'action')}`, { wayOut: 'it can list, break' });
  }
};

async function breakLock(leases: Leases, args: Arguments, surroundings: Surroundings): Promise<void> {
  const pool = textOf(args, 'pool');
  const why = textOf(args, 'why')?.trim() ?? '';
  if (pool === undefined) {
    throw new Problem('usage', 'the lock of which pool?', { wayOut: 'vipfarm locks list shows them' });
  }
  if (why === '') {
    throw new Problem('usage', `why must the lock of ${pool} be broken?`, {
      wayOut: `its holder will read it: vipfarm locks break ${pool} --why TEXT --yes`,
    });
  }
  if (!isSet(args, 'yes')) {
    throw new Problem('usage', `the lock of ${pool} was not broken`, {
      wayOut: 'make sure that its run is dead, then add --yes',
    });
  }
  const broken = await leases.break(pool, operator(), why, Date.now());
  if (broken === undefined) {
    throw new Problem('usage', `nobody holds the lock of ${pool}`, { wayOut: 'vipfarm locks list' });
  }
  if (wantsJson(args)) showJson({ broken }, surroundings);
  else showText(brokenLockText(broken), surroundings);
}

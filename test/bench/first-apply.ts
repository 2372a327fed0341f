import { vipfarm } from './contestants.ts';
import type { BenchFleet } from './fleet.ts';
import { measure } from './measure.ts';

/** Puts the VIP on one host, which is all of them: so that there is something to audit, and nothing to change. */
export async function applyToFirst(fleet: BenchFleet): Promise<void> {
  const { inventory } = fleet.choose(1);
  const { exitCode, stdout, stderr } = await measure(
    vipfarm(fleet, ['apply', '-i', inventory, '--yes']),
    fleet.folder,
  );
  if (exitCode !== 0) throw new Error(`the VIP was not applied: ${stderr}${stdout.slice(-2_000)}`);
}

import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../core/problem.ts';
import type { Farm } from './farm.ts';
import { handmade, handmadeVip } from './layout.ts';

/** Milliseconds between the two commands of somebody who types quickly. */
export const recipeGap = 500;

/** The two commands of the usual instructions, in the order in which they give them. */
export const recipe = [
  `ip addr add ${handmadeVip}/32 dev lo`,
  'sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2',
] as const;

/** Carries out the recipe by hand, on all its hosts at the same time. */
export async function followRecipe(farm: Farm): Promise<void> {
  const [addAddress, silenceArp] = recipe;
  await typeOnAll(farm, addAddress);
  await pause(recipeGap);
  await typeOnAll(farm, silenceArp);
}

async function typeOnAll(farm: Farm, line: string): Promise<void> {
  await Promise.all(
    handmade.map(async ({ name }) => {
      const { exitCode, stderr } = await farm.byHand(name, line);
      if (exitCode !== 0) throw new Problem('internal', `${name}: ${line}: ${stderr.trim()}`);
    }),
  );
}

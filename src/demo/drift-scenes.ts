import { exitCodes } from '../core/outcome.ts';
import { wrongReplies } from './arp-text.ts';
import { handmadeVip, vip } from './layout.ts';
import { followRecipe, recipe } from './recipe.ts';
import type { Stage } from './stage.ts';
import type { ArpTally } from './survey.ts';

export async function usualRecipe({ farm, screen, watch, look, surprises }: Stage): Promise<ArpTally> {
  screen.heading('Beside it: the usual recipe, by hand, on four more servers with a second VIP');
  await watch();
  const [addAddress, silenceArp] = recipe;
  screen.typed('old[01-04]#', addAddress);
  screen.typed('old[01-04]#', `${silenceArp}     (half a second later)`);
  await followRecipe(farm);
  const tally = await look(handmadeVip);
  if (wrongReplies(tally) === 0) surprises.push('the usual recipe gave no wrong reply');
  screen.say(
    'Address first, ARP after: each of these replies can send clients past the director for minutes.',
  );
  return tally;
}

export async function drift({ screen, vipfarm, byHand, watch, look }: Stage): Promise<void> {
  screen.heading('The next day: somebody changes two servers by hand');
  await byHand('web02', 'sysctl -w net.ipv4.conf.all.arp_ignore=0');
  await byHand('web03', `ip addr del ${vip}/32 dev lo`);
  await watch();
  await look(vip);
  await vipfarm(['audit', 'web'], exitCodes.pending);
  screen.say(
    'The audit names both servers and what is wrong with them; exit code 2 is for a schedule to act on.',
  );
}

export async function mend({ farm, screen, vipfarm, watch, visit, expectSilence }: Stage): Promise<void> {
  screen.heading('Mend it');
  if (farm.kind === 'kernels') {
    await vipfarm(['apply', 'web', '--yes'], exitCodes.gate);
    screen.say('The servers that look at the network hear web02: where ARP is wrong, no run begins unasked.');
  }
  await vipfarm(['apply', 'web', '--yes', '--repair'], exitCodes.ok);
  await watch();
  await expectSilence(vip, 'after the mending');
  await visit(vip);
  screen.say('Only what had drifted was changed.');
}

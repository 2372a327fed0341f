import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExitCode, exitCodes } from '../core/outcome.ts';
import { wrongReplies } from './arp-text.ts';
import type { Farm } from './farm.ts';
import { handmadeVip, vip } from './layout.ts';
import { followRecipe, recipe } from './recipe.ts';
import type { Screen } from './screen.ts';
import { takeSnapshots } from './snapshot.ts';
import { openStage, type Stage } from './stage.ts';
import type { ArpTally } from './survey.ts';

/**
 * The life of a VIP on the farm: put on, compared with the usual recipe, broken by hand, found, mended, taken away; with
 * ARP watched all the time. Ends with `ok` when all went as it is meant to, else with `failed`.
 * @throws Problem 'interrupted'
 */
export async function show(farm: Farm, screen: Screen, signal: AbortSignal): Promise<ExitCode> {
  await using survey = await farm.survey([vip, handmadeVip]);
  const stage = openStage(farm, screen, survey, signal);
  const atFirst = await takeSnapshots(farm);
  await before(stage);
  await plan(stage);
  await apply(stage);
  const recipeTally = await usualRecipe(stage);
  await drift(stage);
  await mend(stage);
  await evidence(stage);
  await remove(stage, atFirst);
  return conclude(stage, recipeTally);
}

async function before({ screen, watch, expectSilence }: Stage): Promise<void> {
  screen.heading('Who answers ARP for the VIP before anything is done');
  await watch();
  await expectSilence(vip, 'before apply');
  screen.say('The director owns the VIP on the network. No server has it yet.');
}

async function plan({ screen, vipfarm }: Stage): Promise<void> {
  screen.heading('What would be done');
  await vipfarm(['plan', 'web'], exitCodes.pending);
  screen.say('A plan changes nothing. Hosts that need the same steps are shown once.');
}

async function apply({ screen, vipfarm, watch, visit, expectSilence }: Stage): Promise<void> {
  screen.heading('Put the VIP on');
  await vipfarm(['apply', 'web', '--yes'], exitCodes.ok);
  await expectSilence(vip, 'during apply');
  await watch();
  await expectSilence(vip, 'after apply');
  await visit(vip);
  screen.say('ARP is silenced and read back before the address comes: at no moment did a server answer.');
}

async function usualRecipe({ farm, screen, watch, look, surprises }: Stage): Promise<ArpTally> {
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

async function drift({ screen, vipfarm, byHand, watch, look }: Stage): Promise<void> {
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

async function mend({ screen, vipfarm, watch, visit, expectSilence }: Stage): Promise<void> {
  screen.heading('Mend it');
  await vipfarm(['apply', 'web', '--yes'], exitCodes.ok);
  await watch();
  await expectSilence(vip, 'after the mending');
  await visit(vip);
  screen.say('Only what had drifted was changed.');
}

async function evidence({ farm, screen, vipfarm }: Stage): Promise<void> {
  screen.heading('What was done, and the evidence');
  await vipfarm(['runs', 'list'], exitCodes.ok);
  const runs = join(farm.state, 'vipfarm', 'runs');
  const newest = (await readdir(runs)).sort().at(-1) ?? '';
  const files = await readdir(join(runs, newest), { recursive: true, withFileTypes: true });
  screen.say(`${join(runs, newest)}:`);
  screen.say(
    files
      .filter((file) => file.isFile())
      .map((file) => `  ${file.name}`)
      .sort()
      .join('\n'),
  );
  screen.say('Each run keeps its plan, its journal, and what each host said before and after.');
}

async function remove(
  { farm, screen, vipfarm, watch, expectSilence, surprises }: Stage,
  atFirst: ReadonlyMap<string, string>,
): Promise<void> {
  screen.heading('Take the VIP away');
  await watch();
  await vipfarm(['remove', 'web', '--yes'], exitCodes.ok);
  await expectSilence(vip, 'during remove');
  const atLast = await takeSnapshots(farm);
  const changed = [...atFirst].flatMap(([host, before]) => (atLast.get(host) === before ? [] : [host]));
  if (changed.length > 0) surprises.push(`${changed.join(', ')} differ from what they were at first`);
  else
    screen.say(
      'Every file of /etc and /var/lib, every ARP setting and every address is as it was at first: compared.',
    );
}

function conclude({ farm, screen, silence, surprises }: Stage, recipeTally: ArpTally): ExitCode {
  screen.heading('In figures');
  screen.say(
    `vipfarm:          ${silence.replies} wrong replies to ${silence.requests} requests, before, during and after`,
  );
  screen.say(
    `the usual recipe: ${wrongReplies(recipeTally)} wrong replies to ${recipeTally.requests} requests`,
  );
  if (farm.kind === 'simulated') screen.say('These are figures of simulated hosts.');
  if (surprises.length === 0) return exitCodes.ok;
  screen.say(`Not as it is meant to be:\n${surprises.map((surprise) => `  ${surprise}`).join('\n')}`);
  return exitCodes.failed;
}

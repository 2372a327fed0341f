import { type ExitCode, exitCodes } from '../core/outcome.ts';
import { wrongReplies } from './arp-text.ts';
import { drift, mend, usualRecipe } from './drift-scenes.ts';
import type { Farm } from './farm.ts';
import { handmadeVip, vip } from './layout.ts';
import { brokenCanary, plan, resume, rollBack } from './rollout-scenes.ts';
import type { Screen } from './screen.ts';
import { takeSnapshots } from './snapshot.ts';
import { openStage, type Stage } from './stage.ts';
import type { ArpTally } from './survey.ts';

/**
 * The life of a VIP on the farm: rolled out, stopped at its first host, resumed, compared with the usual recipe, broken by
 * hand, found, mended, taken back; with ARP watched all the time. Ends with `ok` when all went as it is meant to, else
 * with `failed`.
 * @throws Problem 'interrupted'
 */
export async function show(farm: Farm, screen: Screen, signal: AbortSignal): Promise<ExitCode> {
  await using survey = await farm.survey([vip, handmadeVip]);
  const stage = openStage(farm, screen, survey, signal);
  const atFirst = await takeSnapshots(farm);
  await before(stage);
  await plan(stage);
  const stopped = await brokenCanary(stage);
  const done = await resume(stage, stopped);
  const recipeTally = await usualRecipe(stage);
  await drift(stage);
  await mend(stage);
  await rollBack(stage, done);
  await compare(stage, atFirst);
  await history(stage);
  return conclude(stage, recipeTally);
}

async function before({ screen, watch, expectSilence }: Stage): Promise<void> {
  screen.heading('Who answers ARP for the VIP before anything is done');
  await watch();
  await expectSilence(vip, 'before apply');
  screen.say('The director owns the VIP on the network. No server has it yet.');
}

async function compare(
  { farm, screen, surprises }: Stage,
  atFirst: ReadonlyMap<string, string>,
): Promise<void> {
  const atLast = await takeSnapshots(farm);
  const changed = [...atFirst].flatMap(([host, text]) => (atLast.get(host) === text ? [] : [host]));
  if (changed.length > 0) surprises.push(`${changed.join(', ')} differ from what they were at first`);
  else
    screen.say(
      'Every file of /etc and /var/lib, every ARP setting and every address is as it was at first: compared.',
    );
}

async function history({ screen, vipfarm }: Stage): Promise<void> {
  screen.heading('What was done');
  await vipfarm(['runs', 'list'], exitCodes.ok);
  screen.say('Each run keeps its plan, its journal, and what each host said before and after.');
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

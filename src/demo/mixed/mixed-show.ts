import { type ExitCode, exitCodes } from '../../core/outcome.ts';
import { vip } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { openStage, type Stage } from '../stage.ts';
import type { MixedFarm } from './mixed-farm.ts';
import { guestSabotage, linuxSabotage } from './sabotage.ts';

/**
 * A VIP on a pool of several systems: planned, put on, verified, broken by hand, found, mended, taken away; with the ARP of
 * the members on the segment watched. Ends with `ok` when all went as it is meant to, else with `failed`.
 * @throws Problem 'interrupted'
 */
export async function showMixed(farm: MixedFarm, screen: Screen, signal: AbortSignal): Promise<ExitCode> {
  await using survey = await farm.survey([vip]);
  const stage = openStage(farm, screen, survey, signal);
  const atFirst = await farm.look();
  await plan(stage);
  await putOn(stage);
  await harm(stage, farm);
  await mend(stage);
  await takeAway(stage);
  await compare(stage, farm, atFirst);
  await history(stage);
  return conclude(stage, farm);
}

const planFile = 'tonight.plan';

async function plan({ screen, vipfarm }: Stage): Promise<void> {
  screen.heading('One plan for all of them');
  await vipfarm(['plan', 'web', '--out', planFile], exitCodes.pending);
  screen.say('One pool; each host is told what its own system needs.');
}

async function putOn({ screen, vipfarm, watch, expectSilence, visit }: Stage): Promise<void> {
  screen.heading('Put the VIP on, batch by batch, in one run');
  await watch();
  await vipfarm(['apply', planFile], exitCodes.ok);
  await expectSilence(vip, 'during the rollout');
  await visit(vip);
  screen.say(
    'The proof from the network is about the Linux members: the simulated ones have no place on it.',
  );
  await vipfarm(['verify', 'web'], exitCodes.ok);
}

async function harm({ screen, vipfarm, byHand }: Stage, { guests }: MixedFarm): Promise<void> {
  screen.heading('The next day: somebody was at work by hand, on several systems');
  const present = guests.present.map(({ name }) => name);
  const harmed = [...linuxSabotage, ...guestSabotage.filter(({ host }) => present.includes(host))];
  for (const { host, line } of harmed) await byHand(host, line);
  await vipfarm(['audit', 'web'], exitCodes.pending);
  screen.say('The audit names each of them, with what is wrong there.');
}

async function mend({ screen, vipfarm, watch, expectSilence }: Stage): Promise<void> {
  screen.heading('Mend it');
  screen.say(
    'web02 answers ARP for the VIP; where the network is wrong already, no run begins without --repair.',
  );
  await vipfarm(['apply', 'web', '--yes', '--repair'], exitCodes.ok);
  await watch();
  await expectSilence(vip, 'after the mending');
  await vipfarm(['audit', 'web'], exitCodes.ok);
}

async function takeAway({ screen, vipfarm, watch, expectSilence }: Stage): Promise<void> {
  screen.heading('Take the VIP away');
  await watch();
  await vipfarm(['remove', 'web', '--yes'], exitCodes.ok);
  await expectSilence(vip, 'during the removal');
}

async function compare(
  { screen, surprises }: Stage,
  farm: MixedFarm,
  atFirst: ReadonlyMap<string, string>,
): Promise<void> {
  const atLast = await farm.look();
  const changed = [...atFirst].flatMap(([host, text]) => (atLast.get(host) === text ? [] : [host]));
  if (changed.length > 0) surprises.push(`${changed.join(', ')} differ from what they were at first`);
  else
    screen.say(
      'Every member, of whatever system, is as it was at first: files, settings, addresses compared.',
    );
}

async function history({ screen, vipfarm }: Stage): Promise<void> {
  screen.heading('What was done');
  await vipfarm(['runs', 'list'], exitCodes.ok);
}

function conclude({ screen, silence, surprises }: Stage, { guests }: MixedFarm): ExitCode {
  const simulated = guests.present.map(({ name }) => name).join(', ');
  screen.say(
    `${silence.replies} wrong replies of the Linux members to ${silence.requests} requests, during the rollout, after the mending, during the removal.
Simulated, and so no proof of what their kernels do: ${simulated}.`,
  );
  if (surprises.length === 0) return exitCodes.ok;
  screen.say(`Not as it is meant to be:\n${surprises.map((surprise) => `  ${surprise}`).join('\n')}`);
  return exitCodes.failed;
}

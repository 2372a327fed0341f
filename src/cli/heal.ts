import type { Ailment } from '../core/healing.ts';
import { type ExitCode, exitCodes, highestExitCode } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { announceVips } from '../execution/announce-vips.ts';
import { findAilment } from '../execution/find-ailment.ts';
import { surveyHosts } from '../execution/survey-hosts.ts';
import { desiredOf, looking } from '../planning/desired.ts';
import { ailmentText, healedText } from '../reporting/heal-text.ts';
import { askLine } from './approval.ts';
import { isSet, wantsJson, wordsOf } from './arguments.ts';
import type { Arguments, CommandBody, Surroundings } from './command.ts';
import { showJson, showText } from './show.ts';
import { openWorkshop } from './workshop.ts';

interface Healing {
  readonly before: Ailment;
  readonly after: Ailment | null;
}

/** `vipfarm heal`: names poisoned neighbours, and has the director announce its VIPs. */
export const run: CommandBody = async (args, surroundings) => {
  await using workshop = await openWorkshop('heal', wordsOf(args, 'pools'), args, surroundings);
  const { fleet, pools, hosts, conditions } = workshop;
  await using survey = await surveyHosts(
    hosts,
    (host) => desiredOf(host, fleet, pools, looking),
    conditions,
    false,
  );
  const inText = !wantsJson(args);
  const healings: Healing[] = [];
  for (const pool of pools) {
    const before = await findAilment(pool, fleet, survey.macs, conditions);
    workshop.view.clear();
    if (inText) showText(ailmentText(before), surroundings);
    const { announcer } = before;
    const agreed =
      announcer.kind === 'able' &&
      before.wrongClaims.length === 0 &&
      (await isAgreed(before, args, surroundings));
    if (agreed && announcer.kind === 'able') await announceVips(pool, announcer, fleet, conditions);
    const after = agreed ? await findAilment(pool, fleet, survey.macs, conditions) : null;
    if (inText && after !== null) showText(healedText(after), surroundings);
    healings.push({ before, after });
  }
  const exitCode = await workshop.finish(
    highestExitCode(healings.map(exitCodeOf)),
    survey.plans.map(({ host, kind }) => ({
      host,
      outcome: kind === 'unreachable' || kind === 'not-attempted' ? kind : 'ok',
    })),
  );
  if (!inText) showJson({ run: conditions.run.id, verb: 'heal', exitCode, pools: healings }, surroundings);
  return exitCode;
};

async function isAgreed(
  { vips, announcer }: Ailment,
  args: Arguments,
  surroundings: Surroundings,
): Promise<boolean> {
  if (announcer.kind === 'unable') return false;
  if (isSet(args, 'yes')) return true;
  if (!surroundings.stdin.isTTY) {
    throw new Problem(
      'usage',
      'standard input is no terminal, so nobody can be asked; nothing was announced',
      {
        wayOut: 'use --yes',
      },
    );
  }
  const from = `${announcer.host} (${announcer.nic}, ${announcer.mac})`;
  const answer = await askLine(`Announce ${vips.join(', ')} from ${from}? Type yes: `, surroundings);
  return answer.trim().toLowerCase() === 'yes';
}

/** Somebody who answers wrongly stops it; what is poisoned, or could only be said, is left to be done. */
function exitCodeOf({ before, after }: Healing): ExitCode {
  if (before.wrongClaims.length > 0) return exitCodes.gate;
  return (after ?? before).poisoned.length > 0 ? exitCodes.pending : exitCodes.ok;
}

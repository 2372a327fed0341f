import { type ExitCode, exitCodeOfOutcome, exitCodes, highestExitCode } from '../core/outcome.ts';
import { carryOut } from '../execution/carry-out.ts';
import { surveyHosts } from '../execution/survey-hosts.ts';
import { desiredOf, type Purpose } from '../planning/desired.ts';
import { approvePlan, assemblePlan } from '../planning/plan.ts';
import { planText } from '../reporting/plan-text.ts';
import { resultText } from '../reporting/result-text.ts';
import { approval } from './approval.ts';
import { isSet, wantsJson, wordsOf } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';
import { readSavedPlan, refuseStale } from './saved-plan.ts';
import { showJson, showText } from './show.ts';
import { openWorkshop } from './workshop.ts';

/** What apply and remove share: survey, plan, yes, carry out, report. */
export async function changePools(
  verb: Purpose['verb'],
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const saved = await readSavedPlan(verb, wordsOf(args, 'pools'));
  const names = saved?.pools.map((pool) => pool.name) ?? wordsOf(args, 'pools');
  const purpose = saved ?? { verb, adopt: isSet(args, 'adopt'), force: isSet(args, 'force') };
  await using workshop = await openWorkshop(verb, names, args, surroundings);
  const { fleet, pools, conditions } = workshop;
  const hosts = workshop.hosts.filter(
    (host) => saved === undefined || saved.hosts.some((one) => one.host === host.name),
  );
  await using survey = await surveyHosts(
    hosts,
    (host) => desiredOf(host, fleet, pools, purpose),
    conditions,
    true,
  );
  const plan = assemblePlan(fleet, pools, purpose, survey.plans, saved?.overrides);
  conditions.run.writePlan(plan);
  if (saved !== undefined) refuseStale(saved, plan);
  workshop.view.clear();
  const inText = !wantsJson(args);
  if (inText && saved === undefined) showText(planText(plan, isSet(args, 'verbose')), surroundings);
  const by = await approval(plan, saved !== undefined, args, surroundings);
  if (by === undefined) {
    if (inText) showText('Nothing was changed.\n', surroundings);
    return workshop.finish(
      exitCodes.ok,
      plan.hosts.map(({ host }) => ({ host, outcome: 'not-attempted' })),
    );
  }
  const begun = Date.now();
  const results = await carryOut(approvePlan(plan, by), survey.ready, conditions);
  const exitCode = await workshop.finish(
    highestExitCode([
      ...results.map((result) => exitCodeOfOutcome(result.outcome)),
      ...(surroundings.signal.aborted ? [exitCodes.interrupted] : []),
    ]),
    results.map(({ problem: _problem, ...told }) => told),
  );
  const figures = { run: conditions.run.id, milliseconds: Date.now() - begun };
  if (inText) showText(resultText(plan, results, figures), surroundings);
  else showJson({ ...figures, verb, exitCode, plan, results }, surroundings);
  return exitCode;
}

import { type ExitCode, exitCodes, highestExitCode } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import { lookAround } from '../execution/look-around.ts';
import { surveyHosts } from '../execution/survey-hosts.ts';
import { desiredOf, type Purpose } from '../planning/desired.ts';
import { assemblePlan } from '../planning/plan.ts';
import { renderPlan } from '../planning/read-plan.ts';
import { answerLines } from '../reporting/network-text.ts';
import { planText } from '../reporting/plan-text.ts';
import { openSegment } from '../verification/network/open-segment.ts';
import { isSet, textOf, wantsJson, wordsOf } from './arguments.ts';
import type { Arguments, CommandBody } from './command.ts';
import { keptFile } from './kept-file.ts';
import { nextCommand } from './next-command.ts';
import { overridesOf } from './rollout-options.ts';
import { besidePlan, planFileWord } from './saved-plan.ts';
import { showJson, showText } from './show.ts';
import { openWorkshop } from './workshop.ts';

/** `vipfarm plan`: what apply, or with --remove remove, would do. Nothing is changed. */
export const run: CommandBody = async (args, surroundings) => {
  const overrides = overridesOf(args);
  const out = textOf(args, 'out');
  const file = out === undefined ? undefined : await keptFile('the plan', out);
  await using workshop = await openWorkshop('plan', wordsOf(args, 'pools'), args, surroundings);
  const { fleet, pools, hosts, conditions } = workshop;
  const purpose: Purpose = {
    verb: isSet(args, 'remove') ? 'remove' : 'apply',
    adopt: isSet(args, 'adopt'),
    force: isSet(args, 'force'),
  };
  await using survey = await surveyHosts(
    hosts,
    (host) => desiredOf(host, fleet, pools, purpose),
    conditions,
    false,
  );
  const plan = assemblePlan(fleet, pools, purpose, survey.plans, overrides);
  conditions.run.writePlan(plan);
  await using segment = openSegment({ fleet, pools, memberMacs: survey.macs, connect: conditions.connect });
  const network = await lookAround('before', plan, segment, conditions);
  const isWhole = !surroundings.signal.aborted;
  if (isWhole) await file?.write(renderPlan(plan));
  const exitCode = await workshop.finish(
    exitCodeOf(plan),
    plan.hosts.map(({ host, kind }) => ({ host, outcome: kind })),
  );
  if (wantsJson(args))
    showJson({ run: conditions.run.id, exitCode, plan, network: network ?? null }, surroundings);
  else {
    const answers = network === undefined ? [] : answerLines(network);
    const next = isWhole ? nextStep(plan, out, args) : interruptedText(out);
    const lines = [...answers, next, ''];
    showText(`${planText(plan, isSet(args, 'verbose'))}${lines.join('\n')}`, surroundings);
  }
  return exitCode;
};

function exitCodeOf(plan: Plan): ExitCode {
  const kinds = new Set(plan.hosts.map((host) => host.kind));
  return highestExitCode([
    ...(kinds.has('change') || kinds.has('refused') ? [exitCodes.pending] : []),
    ...(kinds.has('unreachable') ? [exitCodes.unreachable] : []),
  ]);
}

function interruptedText(out: string | undefined): string {
  const unwritten = out === undefined ? '' : `, and ${out} was not written`;
  return `Interrupted: this is not the whole plan${unwritten}. Nothing was changed.`;
}

function nextStep(plan: Plan, out: string | undefined, args: Arguments): string {
  const kinds = new Set(plan.hosts.map((host) => host.kind));
  if (!kinds.has('change')) {
    return kinds.has('refused') || kinds.has('unreachable')
      ? 'Nothing was changed, and nothing can be before that is mended.'
      : 'Nothing was changed, and nothing is to be changed.';
  }
  const names = plan.pools.map((pool) => pool.name);
  const next =
    out === undefined
      ? nextCommand(plan.verb, names, args)
      : nextCommand(plan.verb, [planFileWord(out)], besidePlan(args));
  return `Nothing was changed. To do this: ${next}`;
}

import process from 'node:process';
import type { SegmentReport } from '../core/network.ts';
import { type ExitCode, exitCodeOfOutcome, exitCodes, highestExitCode } from '../core/outcome.ts';
import type { HostPlan, Plan } from '../core/plan.ts';
import { asProblem } from '../core/problem.ts';
import { holdPools } from '../execution/hold-pools.ts';
import { lookAround } from '../execution/look-around.ts';
import { type RolloutEnd, rollOut } from '../execution/roll-out.ts';
import { runHook } from '../execution/run-hook.ts';
import { surveyHosts } from '../execution/survey-hosts.ts';
import type { Host } from '../inventory/fleet.ts';
import { approvePlan } from '../planning/plan.ts';
import { refuseWrongAnswers } from '../planning/rollout/wrong-answers.ts';
import type { Desired } from '../platforms/platform.ts';
import { answerLines } from '../reporting/network-text.ts';
import { planText } from '../reporting/plan-text.ts';
import { resultText } from '../reporting/result-text.ts';
import { isGone, thisProcess } from '../store/operator.ts';
import { openSegment } from '../verification/network/open-segment.ts';
import { approval, askForBatch } from './approval.ts';
import { isSet, wantsJson } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';
import { directorSession } from './director-session.ts';
import { nextCommand } from './next-command.ts';
import { besidePlan, refuseStale } from './saved-plan.ts';
import { showJson, showText } from './show.ts';
import type { Workshop } from './workshop.ts';

/** One change of a farm: what is to be asked of which hosts, and how that becomes a plan. */
export interface ChangeTask {
  readonly hosts: readonly Host[];
  desiredOf(host: Host): Desired;
  /** @throws Problem service-not-kept */
  assemble(plans: readonly HostPlan[]): Plan;
  /** The plan that was approved before, when there is one. */
  readonly saved?: Plan;
  /** Hosts that an earlier run left in the middle. */
  readonly inDoubt?: ReadonlySet<string>;
  /** Hosts that it took out of service and did not bring back. */
  readonly leftOut?: ReadonlySet<string>;
}

/** What every run that changes hosts shares: hold the pools, survey, plan, yes, roll out, report. */
export async function runChange(
  task: ChangeTask,
  workshop: Workshop,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  try {
    return await carryOut(task, workshop, args, surroundings);
  } catch (thrown) {
    workshop.failed(asProblem(thrown));
    throw thrown;
  }
}

async function carryOut(
  task: ChangeTask,
  workshop: Workshop,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { fleet, pools, conditions } = workshop;
  const me = thisProcess();
  const store = await workshop.store();
  const names = pools.map((pool) => pool.name);
  await using hold = await holdPools(
    names,
    { ...me, run: conditions.run.id, command: commandLine() },
    { leases: store.leases, clock: conditions.clock, announce: conditions.announce, isGone },
  );
  // Others take a run that has begun, and holds nothing, for one that was cut off: so it begins when it holds its pools.
  const { verb, startedAt } = workshop;
  await store.history.begin({ ...me, id: conditions.run.id, verb, pools: names, startedAt });
  await using survey = await surveyHosts(task.hosts, task.desiredOf, conditions, true, task.inDoubt);
  const plan = task.assemble(survey.plans);
  conditions.run.writePlan(plan);
  // Hosts that an interruption kept from being read do not make it stale.
  if (task.saved !== undefined && !conditions.signal.aborted) refuseStale(task.saved, plan);
  await using segment = openSegment({ fleet, pools, memberMacs: survey.macs, connect: conditions.connect });
  const before = await lookAround('before', plan, segment, conditions);
  workshop.view.clear();
  const inText = !wantsJson(args);
  if (task.saved === undefined) showPlan(plan, before, args, surroundings);
  refuseWrongAnswers(plan, fleet, before, isSet(args, 'repair'));
  const by = await approval(plan, task.saved !== undefined, args, surroundings);
  if (by === undefined) {
    const results = plan.hosts.map(({ host }) => ({ host, outcome: 'not-attempted' }));
    const exitCode = await workshop.finish(exitCodes.ok, results);
    const told = { run: conditions.run.id, milliseconds: 0, verb: plan.verb, exitCode, plan, results };
    if (inText) showText('Nothing was changed.\n', surroundings);
    else showJson({ ...told, watched: [], acceptances: [], after: null }, surroundings);
    return exitCode;
  }
  const begun = conditions.clock.now();
  const end = await rollOut(
    approvePlan(plan, by),
    survey.ready,
    {
      fleet,
      hold,
      owner: me.owner,
      segment,
      leftOut: task.leftOut ?? new Set(),
      before,
      runHook: (hook, place) => runHook(hook, place, directorSession(fleet, conditions)),
      ...(isSet(args, 'step') ? { askForBatch: askForBatch(surroundings) } : {}),
    },
    conditions,
  );
  const results = end.results.map(({ problem: _problem, ...told }) => told);
  const exitCode = await workshop.finish(exitCodeOf(end), results);
  const figures = { run: conditions.run.id, milliseconds: conditions.clock.now() - begun };
  if (inText) {
    const resume = nextCommand('resume', [conditions.run.id], besidePlan(args));
    showText(resultText(plan, end, figures, resume), surroundings);
  } else {
    const told = { ...end, results, after: end.after ?? null };
    showJson({ ...figures, verb: plan.verb, exitCode, plan, ...told }, surroundings);
  }
  return exitCode;
}

/** Whoever is asked has it before him, also where standard output is for a program. */
function showPlan(
  plan: Plan,
  network: SegmentReport | undefined,
  args: Arguments,
  surroundings: Surroundings,
): void {
  const { stdin, stderr } = surroundings;
  const answers = network === undefined ? '' : `${answerLines(network).join('\n')}\n`;
  const text = `${planText(plan, isSet(args, 'verbose'))}${answers}`;
  if (!wantsJson(args)) showText(text, surroundings);
  else if (stdin.isTTY && !isSet(args, 'yes')) showText(text, { ...surroundings, stdout: stderr });
}

function exitCodeOf({ results, stopped }: RolloutEnd): ExitCode {
  return highestExitCode([
    ...results.map((result) => exitCodeOfOutcome(result.outcome)),
    ...(stopped === undefined ? [] : [exitCodes.gate]),
  ]);
}

/** As the one who meets the lease would type it; the address of a database may hold a password. */
function commandLine(): string {
  const words = process.argv.slice(2).map((word, at, all) => {
    if (all[at - 1] === '--database') return '...';
    return word.replace(/^--database=.*/, '--database=...');
  });
  return ['vipfarm', ...words].join(' ');
}

import { announceTo, type Listener } from '../../../src/core/event.ts';
import type { Plan } from '../../../src/core/plan.ts';
import { asProblem, type Problem } from '../../../src/core/problem.ts';
import type { RolloutOverrides } from '../../../src/core/rollout.ts';
import type { Conditions } from '../../../src/execution/conditions.ts';
import { holdPools } from '../../../src/execution/hold-pools.ts';
import { lookAround } from '../../../src/execution/look-around.ts';
import { type RolloutEnd, rollOut } from '../../../src/execution/roll-out.ts';
import { surveyHosts } from '../../../src/execution/survey-hosts.ts';
import type { Fleet, Host, Pool } from '../../../src/inventory/fleet.ts';
import { desiredOf, type Purpose } from '../../../src/planning/desired.ts';
import { approvePlan, assemblePlan } from '../../../src/planning/plan.ts';
import { refuseWrongAnswers } from '../../../src/planning/rollout/wrong-answers.ts';
import type { Desired } from '../../../src/platforms/platform.ts';
import type { SimHost, Surroundings } from '../farm/host.ts';
import type { Judge } from '../judge/judge.ts';
import { simulated } from '../platform/simulated.ts';
import { simulatedWindows } from '../platform/windows-simulated.ts';
import { connectionsOf, type WireWatcher } from './connections.ts';
import { type Controller, clockOf } from './controller.ts';
import { type LeaseBook, leasesFor } from './lease-book.ts';
import { type MemoryFolder, openMemoryFolder } from './memory-folder.ts';
import { type Drained, hooksOf } from './simulated-hooks.ts';
import { type SimNetwork, segmentFor } from './simulated-segment.ts';

/** What a controller is to do. */
export interface Errand {
  readonly run: string;
  readonly pools: readonly Pool[];
  readonly hosts: readonly Host[];
  readonly purpose: Purpose;
  readonly overrides: RolloutOverrides;
  readonly fanout: number;
  readonly repair: boolean;
  /** A plan is made and looked at, and no more. */
  readonly isDry: boolean;
  readonly book: LeaseBook;
  readonly fullAt: number | undefined;
  readonly inDoubt: ReadonlySet<string>;
}

/** Everything there is beside the controller. */
export interface World extends Surroundings {
  readonly fleet: Fleet;
  readonly hosts: ReadonlyMap<string, SimHost>;
  readonly network: SimNetwork;
  readonly drained: Drained;
  readonly judge: Judge;
}

/** Told of everything that a run does. */
export interface RunWatcher extends WireWatcher {
  opened(conduct: Conduct): void;
  told(conduct: Conduct): Listener;
  planned(conduct: Conduct, plan: Plan): void;
  hookCalled(conduct: Conduct, hook: string, host: string | undefined): void;
  ended(conduct: Conduct, plan: Plan, end: RolloutEnd): void;
}

/** One run of vipfarm, by one controller. */
export interface Conduct {
  readonly controller: Controller;
  readonly errand: Errand;
  readonly folder: MemoryFolder;
  readonly interrupt: AbortController;
  readonly desiredOf: (host: Host) => Desired;
  plan: Plan | undefined;
  /** `ended`, or the problem that ended it before; undefined while it goes on, and for ever when it was killed. */
  state: 'ended' | Problem | undefined;
}

/** Begins a run; it goes on as time goes by. The way is that of src/cli/change-run.ts. */
export function begin(errand: Errand, controller: Controller, world: World): Conduct {
  const { fleet, time } = world;
  const conduct: Conduct = {
    controller,
    errand,
    folder: openMemoryFolder(errand.run, controller, time, errand.fullAt),
    interrupt: new AbortController(),
    desiredOf: (host) => desiredOf(host, fleet, errand.pools, errand.purpose),
    plan: undefined,
    state: undefined,
  };
  world.judge.opened(conduct);
  carryOut(conduct, world).then(
    () => {
      conduct.state = 'ended';
    },
    (thrown: unknown) => {
      conduct.state = asProblem(thrown);
    },
  );
  return conduct;
}

async function carryOut(conduct: Conduct, world: World): Promise<void> {
  const { controller, errand, folder } = conduct;
  const { fleet, hosts, network, time, judge } = world;
  const clock = clockOf(controller, time);
  const announce = announceTo([(event) => folder.journal(event), judge.told(conduct)]);
  const conditions: Conditions = {
    connect: connectionsOf(controller, hosts, world, judge),
    platforms: simulatedOnly,
    run: folder,
    announce,
    fanout: errand.fanout,
    signal: conduct.interrupt.signal,
    clock,
  };
  const { run, pools, purpose } = errand;
  announce({ kind: 'run-started', run, verb: purpose.verb, hosts: errand.hosts.map(({ name }) => name) });
  const owner = `ops@${controller.name}`;
  await using hold = await holdPools(
    pools.map(({ name }) => name),
    { run, owner, command: 'simulated', process: 1 },
    { leases: leasesFor(controller, errand.book, world), clock, announce },
  );
  await using survey = await surveyHosts(errand.hosts, conduct.desiredOf, conditions, true, errand.inDoubt);
  const plan = assemblePlan(fleet, pools, purpose, survey.plans, errand.overrides);
  folder.writePlan(plan);
  conduct.plan = plan;
  const segment = segmentFor(controller, hosts, network, world);
  const before = await lookAround('before', plan, segment, conditions);
  refuseWrongAnswers(plan, fleet, before, errand.repair);
  if (errand.isDry) return;
  judge.planned(conduct, plan);
  const runHook = hooksOf(controller, hosts, world.drained, world);
  const end = await rollOut(
    approvePlan(plan, 'yes-option'),
    survey.ready,
    {
      fleet,
      hold,
      owner,
      segment,
      before,
      leftOut: new Set(),
      runHook: (hook, place) => {
        judge.hookCalled(conduct, hook.run[0] ?? '', place.host?.name);
        return runHook(hook, place);
      },
    },
    conditions,
  );
  judge.ended(conduct, plan, end);
  announce({ kind: 'run-ended', run, exitCode: 0 });
}

const simulatedOnly = [simulated, simulatedWindows];

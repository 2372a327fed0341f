import { z } from 'zod';
import { hostOutcomes } from '../../../src/core/outcome.ts';
import type * as plan from '../../../src/core/plan.ts';
import type { Risk } from '../../../src/core/step.ts';
import { Acceptance, SegmentReport } from './network.ts';
import { Overrides, RolloutPlan } from './rollout.ts';
import { type Described, exitCode, run, Vip } from './words.ts';

const risks = ['none', 'interrupts-traffic', 'may-cut-access'] as const satisfies readonly Risk[];

const command = z.array(z.string()).describe('A program and its arguments.');
const path = z.string();
const mode = z.int().describe('Permissions, as a number.');

const Action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), command }),
  z.strictObject({ kind: z.literal('write'), path, content: z.string(), mode }),
  z.strictObject({ kind: z.literal('link'), path, target: z.string() }),
  z.strictObject({ kind: z.literal('folder'), path, mode }),
  z.strictObject({ kind: z.literal('remove'), path }),
  z.strictObject({ kind: z.literal('save'), path }),
  z.strictObject({ kind: z.literal('restore'), path }),
]);

const Confirmation = z.strictObject({
  command,
  expect: z.union([
    z.strictObject({ is: z.string() }),
    z.strictObject({ contains: z.string() }),
    z.strictObject({ lacks: z.string() }),
  ]),
});

const deed = {
  apply: z.array(Action),
  confirm: z.array(Confirmation).describe('What must hold when the step is done.'),
  undo: z.array(Action),
  undone: z.array(Confirmation).describe('What must hold when the step is undone.'),
};

const Step = z.strictObject({
  id: z.string(),
  title: z.string(),
  reason: z.string(),
  risk: z.enum(risks),
  trial: z
    .union([z.enum(['all', 'none']), z.strictObject(deed)])
    .describe('Its part in a change that the host takes back unless it is confirmed; or this instead.'),
  ...deed,
});

const planned = {
  host: z.string(),
  title: z.string().describe('Such as "Debian 12, ifupdown".'),
  facts: z.string().optional().describe('Digest of what was observed.'),
  notices: z.array(z.string()),
};
const refusal = { reason: z.string(), wayOut: z.string() };

const HostPlan = z.discriminatedUnion('kind', [
  z.strictObject({ ...planned, kind: z.literal('as-wanted') }),
  z.strictObject({ ...planned, kind: z.literal('change'), steps: z.array(Step) }),
  z.strictObject({ ...planned, kind: z.literal('refused'), ...refusal }),
  z.strictObject({ ...planned, kind: z.literal('unreachable'), ...refusal }),
  z.strictObject({ ...planned, kind: z.literal('not-attempted'), reason: z.string() }),
]);

const Movement = z.strictObject({
  brings: z.array(z.string()),
  takes: z.array(z.string()),
} satisfies Described<plan.Movement>);

const Plan = z.strictObject({
  version: z.literal(1),
  verb: z.enum(['apply', 'remove']),
  adopt: z.boolean().describe('Whether VIPs that vipfarm did not make are taken over.'),
  force: z.boolean().describe('Whether VIPs are removed although clients are connected.'),
  inventory: z.string().describe('sha256 of the inventory file, in hex.'),
  pools: z
    .array(z.strictObject({ name: z.string(), vips: z.array(Vip), members: z.array(z.string()) }))
    .describe('The pools with their selected members.'),
  hosts: z.array(HostPlan).describe('What is to be done on each host, step by step.'),
  rollout: RolloutPlan.describe('In which order and within which limits.'),
  overrides: Overrides.describe('What the command line said of the rollout.'),
  takesBack: z
    .record(z.string(), Movement)
    .optional()
    .describe('Of a rollback: what each host is rid of, and what it gets back, as the earlier run had it.'),
} satisfies Described<plan.Plan>);

const HostResult = z.strictObject({
  host: z.string(),
  outcome: z.enum(hostOutcomes),
  reason: z.string().optional(),
});

export const planOutput = z.strictObject({
  run,
  exitCode,
  plan: Plan.describe('What would be done.'),
  network: SegmentReport.nullable().describe(
    'Who answers for the VIPs now; null when nothing is to be changed.',
  ),
});

/** What apply, remove, resume and rollback print. */
export const changeOutput = z.strictObject({
  run,
  milliseconds: z.int().describe('From the yes to the end of the run.'),
  verb: z.enum(['apply', 'remove']).describe('What the plan does; that of a rollback may be either.'),
  exitCode,
  plan: Plan.describe('What was to be done.'),
  results: z.array(HostResult).describe('How it ended, host by host.'),
  stopped: z
    .strictObject({
      batch: z.int(),
      reasons: z.array(z.string()),
      by: z
        .enum(['gate', 'operator', 'lease'])
        .describe('What was seen, a no to the next batch, or a lease that was lost.'),
    })
    .optional()
    .describe('The gate that stayed shut, and why.'),
  watched: z
    .array(SegmentReport)
    .describe('What the witnesses saw while hosts were changed, batch by batch.'),
  acceptances: z.array(Acceptance).describe('Whether each changed server answers on the VIP itself.'),
  after: SegmentReport.nullable().describe('The last look at the network; null when nothing was changed.'),
});

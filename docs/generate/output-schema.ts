import { z } from 'zod';
import type { CheckVerdict, HostState } from '../../src/core/check.ts';
import { hostOutcomes } from '../../src/core/outcome.ts';
import type { Risk } from '../../src/core/step.ts';
import type { Schema } from './schema-tables.ts';

const states = [
  'ok',
  'missing',
  'partial',
  'drift',
  'foreign',
  'conflict',
  'unreachable',
] as const satisfies readonly HostState[];
const verdicts = ['ok', 'absent', 'wrong', 'conflict', 'notice'] as const satisfies readonly CheckVerdict[];
const risks = ['none', 'interrupts-traffic', 'may-cut-access'] as const satisfies readonly Risk[];

const exitCode = z.int().describe('What the command exits with.');
const run = z.string().describe('The id of the run: vipfarm runs show RUN.');

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

const Step = z.strictObject({
  id: z.string(),
  title: z.string(),
  reason: z.string(),
  risk: z.enum(risks),
  apply: z.array(Action),
  confirm: z.array(Confirmation).describe('What must hold when the step is done.'),
  undo: z.array(Action),
  undone: z.array(Confirmation).describe('What must hold when the step is undone.'),
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
]);

const Vip = z.strictObject({ address: z.string(), family: z.literal([4, 6]) });

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
});

const Check = z.strictObject({
  id: z.string().describe('Stable name: vip-now, arp-boot.'),
  title: z.string(),
  expected: z.string(),
  found: z.string(),
  verdict: z.enum(verdicts),
  evidence: z.array(z.string()).describe('The sections of the raw output that show it.'),
});

const HostVerdict = z.strictObject({
  host: z.string(),
  title: z.string(),
  state: z.enum(states),
  checks: z.array(Check),
  reason: z.string().optional().describe('Why the host could not be reached, and the way out.'),
});

const HostResult = z.strictObject({
  host: z.string(),
  outcome: z.enum(hostOutcomes),
  reason: z.string().optional(),
});

const change = z.strictObject({
  run,
  milliseconds: z.int().describe('From the beginning to the end of the run.'),
  verb: z.enum(['apply', 'remove']),
  exitCode,
  plan: Plan.describe('What was to be done.'),
  results: z.array(HostResult).describe('How it ended, host by host.'),
});

const judgement = z.strictObject({
  run,
  verb: z.enum(['verify', 'audit']),
  exitCode,
  hosts: z.array(HostVerdict).describe('What was found, host by host.'),
});

/** What `--output json` of each command prints; one document on standard output. */
const outputs = {
  plan: z.strictObject({ run, exitCode, plan: Plan.describe('What would be done.') }),
  apply: change,
  remove: change,
  verify: judgement,
  audit: judgement,
};

export interface OutputSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** All of them as one JSON Schema (draft 7): that of `plan` is at `#/definitions/plan`. */
export function outputSchemaJson(): OutputSchema {
  const definitions: Record<string, Schema> = {};
  for (const [name, output] of Object.entries(outputs)) {
    const { $schema: _, ...definition } = z.toJSONSchema(output, { target: 'draft-7' });
    definitions[name] = definition;
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'vipfarm --output json',
    definitions,
  };
}

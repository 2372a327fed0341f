import { z } from 'zod';
import type * as check from '../../../src/core/check.ts';
import { type Described, exitCode, run } from './words.ts';

const states = [
  'ok',
  'missing',
  'partial',
  'drift',
  'foreign',
  'conflict',
  'unreachable',
  'not-attempted',
] as const satisfies readonly check.HostState[];
const verdicts = [
  'ok',
  'absent',
  'wrong',
  'conflict',
  'notice',
] as const satisfies readonly check.CheckVerdict[];

export const Check = z.strictObject({
  id: z.string().describe('Stable name: vip-now, arp-boot.'),
  title: z.string(),
  expected: z.string(),
  found: z.string(),
  verdict: z.enum(verdicts),
  evidence: z.array(z.string()).describe('The sections of the raw output that show it.'),
} satisfies Described<check.Check>);

const HostVerdict = z.strictObject({
  host: z.string(),
  title: z.string(),
  state: z.enum(states),
  checks: z.array(Check),
  applyMends: z
    .boolean()
    .optional()
    .describe('Of a host that was read and is not ok: whether vipfarm apply would change anything there.'),
  reason: z.string().optional().describe('Why the host was not read, and the way out.'),
} satisfies Described<check.HostVerdict>);

/** What verify and audit print. */
export const judgementOutput = z.strictObject({
  run,
  verb: z.enum(['verify', 'audit']),
  exitCode,
  hosts: z.array(HostVerdict).describe('What was found, host by host.'),
});

import { z } from 'zod';
import type { Hooks as RolloutHooks } from '../../../src/core/rollout.ts';

const HostCount = z.union([z.int(), z.string()]).describe('A number of hosts, or a share such as 10%.');
const Deadman = z
  .union([z.enum(['auto', 'none']), z.int()])
  .describe('Milliseconds; or auto, where a step may cut access; or none.');
const OnFailure = z.enum(['stop', 'rollback-batch', 'rollback-run']);
const pause = z.int().describe('Milliseconds between two batches.');

const Hook = z.strictObject({
  on: z.enum(['controller', 'director', 'host']),
  run: z.array(z.string()),
  timeout: z.int().describe('Milliseconds.'),
});

const hookNames = ['drain', 'before', 'after', 'undrain', 'inService', 'beforeBatch', 'afterBatch'] as const;
const Hooks = z.partialRecord(z.enum(hookNames) satisfies z.ZodType<keyof RolloutHooks>, Hook);

const limits = { deadman: Deadman, onFailure: OnFailure, pause };

/** A pool's rollout, settled. */
export const Rollout = z.strictObject({
  batches: z.array(HostCount),
  maxFail: HostCount,
  maxFailInBatch: HostCount.optional(),
  keepInService: HostCount.optional(),
  spread: z.enum(['site', 'none']),
  order: z.enum(['inventory', 'reverse', 'name']),
  ...limits,
  hooks: Hooks,
});

/** What the command line said of it. */
export const Overrides = Rollout.omit({ maxFailInBatch: true, hooks: true }).partial();

const Batch = z.strictObject({
  pool: z.string(),
  hosts: z.array(z.string()),
  maxFail: z.int().describe('The gate stays shut when more hosts of this batch have failed.'),
  ...limits,
  hooks: Hooks,
});

const Capacity = z.strictObject({
  pool: z.string(),
  members: z.array(z.string()),
  keep: z.int().describe('So many members must be in service at any moment.'),
  asked: HostCount,
  out: z.array(z.string()).describe('Members that are out before the run begins.'),
});

export const RolloutPlan = z.strictObject({
  batches: z.array(Batch).describe('Hosts that are changed together, in this order.'),
  maxFail: z.int().describe('The run stops when more hosts than this have failed.'),
  capacities: z.array(Capacity).describe('What is kept in service, by pool.'),
});

import * as z from 'zod';
import { parseDuration } from '../core/duration.ts';
import { takes } from './settings-schema.ts';

const count = takes('a number of hosts or a share such as 10%');

/** A number of hosts, or a share such as `10%`. */
const HostCount = z.union([z.int().min(0, count), z.string().regex(/^\d+(\.\d+)?%$/, count)], count);

const time = takes('a time such as 90s, 10m or 2h, at most 24h');
const isTime = (text: string): boolean => parseDuration(text) !== undefined;
const duration = z
  .string(time)
  .regex(/^\d+(s|m|h)$/, time)
  .refine(isTime, time);
const someTime = (wanted: { readonly error: string }) =>
  z
    .string(wanted)
    .regex(/^[1-9]\d*(s|m|h)$/, wanted)
    .refine(isTime, wanted);
const deadman = takes('auto, none, or a time such as 60s or 5m, at most 24h');

const argument = takes('a program and its arguments, such as [ssh, lb1, drain, "{host}"]');

const Hook = z.strictObject(
  {
    on: z.enum(['controller', 'director', 'host']).describe('Where it runs; the director needs a host.'),
    run: z
      .array(z.string(argument).regex(/^[^\0]*$/, argument), argument)
      .min(1, argument)
      .describe('Arguments; {host}, {address}, {vip}, {port}, {pool}, {run}, {batch} are filled in.'),
    timeout: someTime(time).optional().describe('Its time limit: 30s unless given.'),
  },
  takes('a map such as { on: director, run: [PROGRAM, ARGUMENT...], timeout: 30s }'),
);
export type Hook = z.output<typeof Hook>;

const Hooks = z.strictObject(
  {
    drain: Hook.optional().describe('Takes the host out of service, before its change.'),
    undrain: Hook.optional().describe('Brings it back into service, after it was verified.'),
    inService: Hook.optional().describe('Ends with 0 once it serves again; asked until its time limit.'),
    before: Hook.optional().describe('Right before the change of a host.'),
    after: Hook.optional().describe('Right after it.'),
    beforeBatch: Hook.optional().describe('Before the first host of a batch.'),
    afterBatch: Hook.optional().describe('After the last host of a batch.'),
  },
  takes('hooks by name: drain, undrain, inService, before, after, beforeBatch, afterBatch'),
);
export type Hooks = z.output<typeof Hooks>;

export const Rollout = z.strictObject(
  {
    batches: z
      .array(HostCount, takes('a list such as [1, 10%, 100%]'))
      .optional()
      .describe(
        'The sizes of the batches, one after the other; the last one is repeated until all hosts are done. [1, 10%, 100%] unless given.',
      ),
    maxFail: HostCount.optional().describe(
      'The run stops when more hosts than this have failed: 0 unless given.',
    ),
    maxFailInBatch: HostCount.optional().describe('The same within one batch: maxFail unless given.'),
    keepInService: HostCount.optional().describe('At least so many members keep serving at any moment.'),
    spread: z
      .enum(['site', 'none'])
      .optional()
      .describe('site: the hosts of a batch are of as many sites as possible. none unless given.'),
    order: z
      .enum(['inventory', 'reverse', 'name'])
      .optional()
      .describe('In which order members are changed: as in the file, unless given.'),
    pause: duration.optional().describe('How long to wait between two batches: 0s unless given.'),
    deadman: z
      .union([z.enum(['auto', 'none']), someTime(deadman)], deadman)
      .optional()
      .describe(
        'After this time a host undoes by itself what was not confirmed. auto, unless given: where a step may cut access.',
      ),
    onFailure: z
      .enum(['stop', 'rollback-batch', 'rollback-run'])
      .optional()
      .describe('What is taken back when a run stops: nothing (stop, unless given), its last batch, or all.'),
    hooks: Hooks.optional().describe('Commands around the change of a host and around a batch.'),
  },
  takes('settings such as { batches: [1, 10%, 100%] }'),
);
export type Rollout = z.output<typeof Rollout>;

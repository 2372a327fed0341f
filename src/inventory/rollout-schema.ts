import { z } from 'zod';
import { takes } from './settings-schema.ts';

const count = takes('a number of hosts or a share such as 10%');

/** A number of hosts, or a share of the pool such as `10%`. */
const HostCount = z.union([z.int().min(0, count), z.string().regex(/^\d+(\.\d+)?%$/, count)], count);
export type HostCount = z.output<typeof HostCount>;

const duration = takes('a time such as 90s, 10m or 2h');

export const Rollout = z.strictObject(
  {
    batches: z
      .array(HostCount, takes('a list such as [1, 10%, 100%]'))
      .optional()
      .describe(
        'The sizes of the batches, one after the other; the last one is repeated until all members are done.',
      ),
    maxFail: HostCount.optional().describe('The rollout stops when more hosts than this have failed.'),
    keepInService: HostCount.optional().describe('At least so many members keep serving at any moment.'),
    deadman: z
      .union([z.enum(['auto', 'none']), z.string().regex(/^[1-9]\d*(s|m|h)$/, duration)], duration)
      .optional()
      .describe('After this time a host undoes by itself what was not confirmed.'),
  },
  takes('settings such as { batches: [1, 10%, 100%] }'),
);
export type Rollout = z.output<typeof Rollout>;

const pools = z.array(z.string(takes('the name of a pool')), takes('a list of pools'));

export const Schedule = z.strictObject({
  cron: z
    .string(takes('five fields such as "0 3 * * *"'))
    .describe('Minute, hour, day of month, month, day of week.'),
  timezone: z
    .string(takes('a time zone such as Asia/Seoul'))
    .optional()
    .describe("The operator's own unless given."),
  audit: pools.describe('The pools to audit.'),
  missed: z
    .enum(['once', 'skip'])
    .optional()
    .describe('What to do about times that passed while nothing ran: audit once, or not at all.'),
});
export type Schedule = z.output<typeof Schedule>;

import * as z from 'zod';
import { takes } from './settings-schema.ts';

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

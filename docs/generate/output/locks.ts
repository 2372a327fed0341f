import { z } from 'zod';

const moment = z.int().describe('Milliseconds since 1970.');

const Lease = z.strictObject({
  pool: z.string(),
  fence: z.int().describe('Rises with every grant; hosts refuse a lower one.'),
  holder: z.strictObject({
    run: z.string(),
    owner: z.string().describe('Such as ops@admin1.'),
    command: z.string(),
    process: z.int(),
    processStart: z
      .string()
      .optional()
      .describe('Boot, PID namespace and clock tick in which that process began.'),
  }),
  since: moment,
  heartbeat: moment,
  expires: moment,
});

export const locksListOutput = z.strictObject({
  database: z.string(),
  locks: z.array(Lease.extend({ expired: z.boolean().describe('Whether the next run takes it.') })),
  breaks: z
    .array(
      z.strictObject({
        pool: z.string(),
        fence: z.int(),
        run: z.string().describe('Whose lock it was.'),
        owner: z.string(),
        who: z.string().describe('Who broke it.'),
        why: z.string(),
        at: moment,
      }),
    )
    .describe('Newest first.'),
});

export const locksBreakOutput = z.strictObject({ broken: Lease.describe('What was taken from its holder.') });

import { z } from 'zod';
import { exitCode, run } from './words.ts';

const Nic = z.looseObject({
  name: z.string(),
  mac: z.string().optional().describe('Lower case, with colons.'),
  up: z.boolean(),
});

const Address = z.looseObject({
  interface: z.string(),
  address: z.string(),
  prefix: z.int(),
});

/** What every platform tells; each adds what is its own. */
const Facts = z.looseObject({
  platform: z.string(),
  title: z.string().describe('Such as "Debian 12, ifupdown".'),
  hostname: z.string(),
  nics: z.array(Nic),
  addresses: z.array(Address).describe('Of every interface, the loopback included.'),
  moment: z.looseObject({ session: z.string().optional().describe('The address that carried the session.') }),
});

export const factsOutput = z.strictObject({
  run,
  verb: z.literal('facts'),
  exitCode,
  hosts: z
    .array(
      z.strictObject({
        host: z.string(),
        facts: Facts.optional().describe('What was found, when the host was reached.'),
        evidence: z
          .enum(['lab', 'recording', 'simulation'])
          .optional()
          .describe(
            'What the support of its system rests on: real systems in a lab, outputs of real systems, or simulated hosts only.',
          ),
        outcome: z
          .enum(['unreachable', 'not-attempted'])
          .optional()
          .describe('When it was not read; not-attempted after an interruption.'),
        reason: z.string().optional().describe('Why it was not read.'),
      }),
    )
    .describe('Host by host.'),
});

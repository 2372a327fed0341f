import { z } from 'zod';
import { Claim, poisoned } from './network.ts';
import { exitCode, run } from './words.ts';

const Ailment = z.strictObject({
  pool: z.string(),
  vips: z.array(z.string()),
  poisoned,
  read: z.array(z.string()).describe('Hosts whose neighbour table could be read.'),
  wrongClaims: z.array(Claim).describe('Who answers for a VIP now and is not its director.'),
  announcer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('able'), host: z.string(), nic: z.string(), mac: z.string() }),
    z.strictObject({
      kind: z.literal('unable'),
      reason: z.string(),
      commands: z.array(z.string()).describe('What to type on the director.'),
    }),
  ]),
});

export const healOutput = z.strictObject({
  run,
  verb: z.literal('heal'),
  exitCode,
  pools: z.array(
    z.strictObject({
      before: Ailment,
      after: Ailment.nullable().describe('null when nothing was announced.'),
    }),
  ),
});

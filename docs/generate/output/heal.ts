import { z } from 'zod';
import { exitCode, run } from './words.ts';

const Claimant = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('director'), name: z.string() }),
  z.strictObject({ kind: z.literal('member'), host: z.string() }),
  z.strictObject({ kind: z.literal('unknown') }),
]);

const Ailment = z.strictObject({
  pool: z.string(),
  vips: z.array(z.string()),
  poisoned: z
    .array(z.strictObject({ host: z.string(), vip: z.string(), mac: z.string() }))
    .describe('Neighbour entries that lead a VIP to somebody who is not its director.'),
  read: z.array(z.string()).describe('Hosts whose neighbour table could be read.'),
  wrongClaims: z
    .array(
      z.strictObject({
        vip: z.string(),
        mac: z.string(),
        claimant: Claimant,
        witness: z.string(),
        count: z.int(),
      }),
    )
    .describe('Who answers for a VIP now and is not its director.'),
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

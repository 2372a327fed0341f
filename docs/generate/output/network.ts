import { z } from 'zod';
import type * as network from '../../../src/core/network.ts';
import { type Described, Vip } from './words.ts';

const proofs = ['replies', 'table', 'nothing'] as const satisfies readonly network.WitnessReport['proves'][];
const verdicts = [
  'answers',
  'no-vip',
  'not-listening',
  'filtered',
  'answered-by-another',
  'untried',
] as const satisfies readonly network.AcceptanceVerdict[];

const Claimant = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('director'), name: z.string() }),
  z.strictObject({ kind: z.literal('member'), host: z.string() }),
  z.strictObject({ kind: z.literal('unknown') }),
]);

/** An answer to `who has this VIP`. */
export const Claim = z.strictObject({
  vip: z.string(),
  mac: z.string(),
  claimant: Claimant,
  witness: z.string(),
  count: z.int(),
} satisfies Described<network.Claim>);

export const poisoned = z
  .array(z.strictObject({ host: z.string(), vip: z.string(), mac: z.string() }))
  .describe('Neighbour entries that lead a VIP to somebody who is not its director.');

const Witness = z.strictObject({
  host: z.string(),
  means: z.string().describe('What it looked with.'),
  proves: z
    .enum(proofs)
    .describe(
      'replies: every answer was seen. table: only what its kernel has learned. nothing: it could not look.',
    ),
  requests: z.int(),
  reason: z.string().optional(),
  lost: z.literal(true).optional().describe('It has looked in this run, and cannot any more.'),
} satisfies Described<network.WitnessReport>);

export const SegmentReport = z.strictObject({
  vips: z.array(Vip),
  witnesses: z.array(Witness),
  unwatched: z.array(z.string()).describe('Those of the VIPs that nobody was looking for in the end.'),
  claims: z.array(Claim).describe('Who answered for the VIPs.'),
  poisoned,
} satisfies Described<network.SegmentReport>);

export const Acceptance = z.strictObject({
  host: z.string(),
  vip: z.string(),
  port: z.int(),
  witness: z.string(),
  verdict: z.enum(verdicts),
  found: z.string().describe('What was seen.'),
} satisfies Described<network.Acceptance>);

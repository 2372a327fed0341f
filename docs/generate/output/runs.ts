import { z } from 'zod';
import { hostOutcomes } from '../../../src/core/outcome.ts';
import { Check } from './judgement.ts';
import { exitCode } from './words.ts';

const when = z.string().describe('ISO 8601, UTC.');

const Run = z.strictObject({
  name: z.string().describe('What the commands call it: its id, or its key where several runs have this id.'),
  id: z.string(),
  state: z
    .enum(['running', 'ended', 'cut-off'])
    .describe(
      'cut-off: it has no end, and its process is gone, or it holds none of its pools any more; its journal tells how far it got.',
    ),
  recorded: z.boolean().describe('Whether the database has it with all that it left.'),
  owner: z.string().optional().describe('Such as ops@admin1.'),
  by: z
    .strictObject({
      owner: z.string(),
      process: z.int(),
      processStart: z
        .string()
        .optional()
        .describe('Boot, PID namespace and clock tick in which that process began.'),
    })
    .optional()
    .describe('Of a run without an end: who carries it out, or did.'),
  verb: z.string().optional(),
  pools: z.array(z.string()),
  startedAt: when.optional(),
  endedAt: when.optional(),
  exitCode: z.int().optional().describe('Absent when a problem ended the run before anything was changed.'),
  counts: z.record(z.string(), z.int()).describe('How many hosts had each outcome.'),
  key: z.string().optional().describe('What the database calls it.'),
  folder: z.string().optional().describe('Where it lies on this machine.'),
});

export const runsListOutput = z.strictObject({
  root: z.string().describe('The folder that holds the runs of this machine.'),
  database: z.string().nullable().describe('null when it cannot be opened.'),
  runs: z.array(Run).describe('Newest first.'),
});

export const runsShowOutput = z.strictObject({
  run: Run,
  hosts: z
    .array(
      z.strictObject({
        host: z.string(),
        outcome: z.string().describe('The outcome of a change, or the state that an audit found.'),
        reason: z.string().optional(),
        title: z.string().optional().describe('Such as "Debian 12, ifupdown".'),
        checks: z.array(Check).optional(),
      }),
    )
    .nullable()
    .describe('null for a run without an end.'),
  journal: z
    .array(
      z.strictObject({
        host: z.string(),
        outcome: z.enum(hostOutcomes).nullable().describe('null when the host has none yet.'),
        changes: z
          .array(
            z.strictObject({
              way: z.enum(['forward', 'back']).describe('back: what a change had done was undone.'),
              brings: z.array(z.string()).describe('The VIPs that it puts there.'),
              takes: z.array(z.string()).describe('The VIPs that it takes away.'),
              deadman: z
                .int()
                .optional()
                .describe('When the host undoes it unless it is confirmed: milliseconds since 1970.'),
              steps: z.record(z.string(), z.enum(['done', 'not done', 'unknown'])),
            }),
          )
          .describe('The scripts that were sent to it, in their order.'),
      }),
    )
    .optional()
    .describe('Of a run that was cut off: how far it got, host by host.'),
  unreadable: z
    .int()
    .optional()
    .describe(
      'Lines of its journal that cannot be read. Where there are any, a host without an end is in doubt.',
    ),
});

export const runsDiffOutput = z.strictObject({
  before: z.string(),
  after: z.string(),
  exitCode,
  hosts: z
    .array(
      z.strictObject({
        host: z.string(),
        before: z
          .string()
          .optional()
          .describe('The outcome or state; absent when the host was not in that run.'),
        after: z.string().optional(),
        checks: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            before: z.string().optional().describe('What was found; absent when it was not looked at.'),
            after: z.string().optional(),
          }),
        ),
      }),
    )
    .describe('The hosts that differ.'),
});

const Link = z.strictObject({
  position: z.int(),
  link: z.string().describe('sha256, in hex, of the link before and of what this one says.'),
});

export const runsPruneOutput = z.strictObject({
  exitCode,
  pruned: z.boolean().describe('false when it was only asked what would go.'),
  runs: z.array(z.string()),
  link: Link.nullable().describe('The link that says so.'),
});

export const runsVerifyOutput = z.strictObject({
  database: z.string(),
  exitCode,
  runs: z.int().describe('Runs in the chain.'),
  pruned: z.int().describe('Those of them whose content was let go of.'),
  newest: Link.nullable().describe('To be kept elsewhere, for --anchor.'),
  faults: z.array(
    z.strictObject({
      position: z.int().describe('Of the link; 0 when it is about none.'),
      run: z.string().optional().describe('The key of the run.'),
      kind: z.enum(['missing', 'changed', 'added']),
      what: z.string(),
    }),
  ),
});

export const runsEvidenceOutput = z.strictObject({
  id: z.string(),
  records: z
    .array(
      z.strictObject({
        host: z.string(),
        moment: z.enum(['before', 'change', 'after']),
        at: z.string().describe('ISO 8601, UTC.'),
        text: z.string().describe('What the host said, secrets removed.'),
      }),
    )
    .optional()
    .describe('In the order of the run.'),
  files: z.array(z.string()).optional().describe('With `--to`, in place of `records`: the files written.'),
});

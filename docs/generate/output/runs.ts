import { z } from 'zod';

const Summary = z.strictObject({
  id: z.string(),
  verb: z.string(),
  startedAt: z.string().describe('ISO 8601, UTC.'),
  endedAt: z.string().describe('ISO 8601, UTC.'),
  exitCode: z.int().optional().describe('Absent when a problem ended the run before anything was changed.'),
  pools: z.array(z.string()),
  hosts: z.array(
    z.strictObject({
      host: z.string(),
      outcome: z.string().describe('The outcome of a change, or the state that an audit found.'),
      reason: z.string().optional(),
    }),
  ),
});

const cutOff = 'null for a run that was cut off before its end; its journal tells how far it got.';
const RunEntry = z.strictObject({
  id: z.string(),
  summary: Summary.nullable().optional().describe(cutOff),
});

export const runsListOutput = z.strictObject({
  root: z.string().describe('The folder that holds the runs.'),
  runs: z.array(RunEntry).describe('Newest first.'),
});

export const runsShowOutput = z.strictObject({
  id: z.string(),
  summary: Summary.nullable().describe(cutOff),
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

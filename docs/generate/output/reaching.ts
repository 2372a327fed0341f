import { z } from 'zod';
import type { DoctorStage, ScannedKey } from '../../../src/core/diagnosis.ts';
import { exitCode } from './words.ts';

const stages = [
  'name',
  'jump',
  'tcp',
  'banner',
  'key',
  'login',
  'become',
  'shell',
] as const satisfies readonly DoctorStage[];

const states = [
  'known',
  'new',
  'changed',
  'revoked',
  'recorded',
  'replaced',
  'no answer',
] as const satisfies readonly ScannedKey['state'][];

const Finding = z.strictObject({
  stage: z.enum(stages),
  ok: z.boolean().describe('False for the last stage only: there it stopped.'),
  text: z.string(),
  milliseconds: z.number().optional(),
  wayOut: z.string().optional().describe('What to do.'),
});

export const doctorOutput = z.strictObject({
  verb: z.literal('doctor'),
  exitCode,
  hosts: z.array(
    z.strictObject({ host: z.string(), findings: z.array(Finding).describe('Stage by stage.') }),
  ),
});

const ScannedHost = z.strictObject({
  host: z.string(),
  state: z.enum(states),
  key: z.string().optional().describe('The key that the host showed: its type and SHA256 fingerprint.'),
  instead: z.string().optional().describe('What known_hosts has, or why the key must not be used.'),
  reason: z.string().optional().describe('Why there was no answer.'),
});

export const hostKeysOutput = z.strictObject({
  verb: z.literal('hostkeys'),
  exitCode,
  hosts: z.array(ScannedHost).describe('The hosts, and the jump hosts on the way to them.'),
});

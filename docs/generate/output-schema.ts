import { z } from 'zod';
import { factsOutput } from './output/facts.ts';
import { healOutput } from './output/heal.ts';
import { inventoryOutput, lintOutput } from './output/inventory.ts';
import { judgementOutput } from './output/judgement.ts';
import { locksBreakOutput, locksListOutput } from './output/locks.ts';
import { changeOutput, planOutput } from './output/plan.ts';
import { doctorOutput, hostKeysOutput } from './output/reaching.ts';
import {
  runsDiffOutput,
  runsEvidenceOutput,
  runsListOutput,
  runsPruneOutput,
  runsShowOutput,
  runsVerifyOutput,
} from './output/runs.ts';
import type { Schema } from './schema-tables.ts';

/** What `--output json` of each command prints: one document on standard output. */
const outputs: Readonly<Record<string, z.ZodType>> = {
  lint: lintOutput,
  'inventory-list': inventoryOutput,
  'inventory-graph': inventoryOutput,
  doctor: doctorOutput,
  'hostkeys-scan': hostKeysOutput,
  facts: factsOutput,
  plan: planOutput,
  apply: changeOutput,
  remove: changeOutput,
  resume: changeOutput,
  rollback: changeOutput,
  heal: healOutput,
  verify: judgementOutput,
  audit: judgementOutput,
  'runs-list': runsListOutput,
  'runs-show': runsShowOutput,
  'runs-diff': runsDiffOutput,
  'runs-evidence': runsEvidenceOutput,
  'runs-prune': runsPruneOutput,
  'runs-verify': runsVerifyOutput,
  'locks-list': locksListOutput,
  'locks-break': locksBreakOutput,
};

export interface OutputSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** All of them as one JSON Schema (draft 7): that of `plan` is at `#/definitions/plan`. */
export function outputSchemaJson(): OutputSchema {
  const definitions: Record<string, Schema> = {};
  for (const [name, output] of Object.entries(outputs)) {
    const { $schema: _, ...definition } = z.toJSONSchema(output, { target: 'draft-7' });
    definitions[name] = definition;
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'vipfarm --output json',
    definitions,
  };
}

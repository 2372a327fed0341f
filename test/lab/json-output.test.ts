import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type Farm, startFarm } from './farm.ts';
import { LAB_NEEDS } from './needs.ts';

// The first run on a machine builds the tree that hosts are made from.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const ajv = new Ajv({ allErrors: true });
ajv.addSchema(JSON.parse(readFileSync('docs/output.schema.json', 'utf8')), 'output');

describeWith(LAB_NEEDS, 'the JSON output', () => {
  let farm: Farm | undefined;
  let inventory = '';

  beforeAll(async () => {
    farm = await startFarm({ hosts: [{ name: 'web01', stack: 'ifupdown' }] });
    const web = { vips: ['192.0.2.100'], services: [{ port: 80 }], director: 'lab', members: ['web01'] };
    inventory = await farm.inventory({ pools: { web } });
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  // In this order each command has something to tell.
  it.each([
    ['audit', 'audit'],
    ['plan', 'plan'],
    ['apply', 'apply --yes'],
    ['apply', 'apply --yes'],
    ['verify', 'verify'],
    ['plan', 'plan --remove'],
    ['remove', 'remove --yes'],
  ])('of %s is as docs/output.schema.json says (%s)', async (definition, line) => {
    const answer = await farm?.vipfarm([...line.split(' '), '-i', inventory, '--output', 'json']);
    const validate = ajv.getSchema(`output#/definitions/${definition}`);
    validate?.(JSON.parse(answer?.stdout ?? ''));
    expect(validate?.errors).toBeNull();
  });
});

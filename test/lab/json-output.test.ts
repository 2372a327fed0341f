import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type Farm, startFarm } from './farm.ts';
import { LAB_NEEDS } from './needs.ts';

// The first run on a machine builds the tree that hosts are made from.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
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
    'lint',
    'inventory list',
    'inventory graph',
    'facts',
    'audit',
    'plan',
    'apply --yes',
    'apply --yes',
    'verify',
    'plan --remove',
    'remove --yes',
  ])('of %s is as docs/output.schema.json says', async (line) => {
    expect(await faultsOf(`${line} -i ${inventory}`)).toEqual([]);
  });

  it.each(['runs list', 'runs show', 'runs evidence'])(
    'of %s is as docs/output.schema.json says',
    async (line) => {
      const { runs } = JSON.parse(await printed('runs list'));
      expect(await faultsOf(line === 'runs list' ? line : `${line} ${runs[0].id}`)).toEqual([]);
    },
  );

  /** What the schema has against the output of a command. */
  async function faultsOf(line: string): Promise<readonly unknown[]> {
    const [verb = '', action = ''] = line.split(' ');
    const definition =
      ajv.getSchema(`output#/definitions/${verb}`) ?? ajv.getSchema(`output#/definitions/${verb}-${action}`);
    if (definition === undefined) return [`the schema has no definition for ${line}`];
    definition(JSON.parse(await printed(line)));
    return definition.errors ?? [];
  }

  async function printed(line: string): Promise<string> {
    const answer = await farm?.vipfarm([...line.split(' '), '--output', 'json']);
    return answer?.stdout ?? '';
  }
});

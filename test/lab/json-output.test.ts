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
    ['lint', 0],
    ['inventory list', 0],
    ['inventory graph', 0],
    ['doctor web01', 0],
    ['hostkeys scan', 0],
    ['facts', 0],
    ['audit', 2],
    ['plan', 2],
    ['apply --yes', 0],
    ['apply --yes', 0],
    ['verify', 0],
    ['plan --remove', 2],
    ['remove --yes', 0],
  ])('of %s is as docs/output.schema.json says', async (line, exitCode) => {
    const answer = await ask(`${line} -i ${inventory}`);
    expect({ ...answer, faults: faultsOf(line, answer.output) }).toMatchObject({ exitCode, faults: [] });
  });

  it.each(['resume', 'rollback'])('of %s is as docs/output.schema.json says', async (verb) => {
    const list = await ask('runs list');
    const removal = list.output.runs.find((run: { verb: string }) => run.verb === 'remove');
    const answer = await ask(`${verb} ${removal.name} --yes -i ${inventory}`);
    expect({ ...answer, faults: faultsOf(verb, answer.output) }).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each(['runs list', 'runs show', 'runs evidence'])(
    'of %s is as docs/output.schema.json says',
    async (line) => {
      const list = await ask('runs list');
      const answer = await ask(line === 'runs list' ? line : `${line} ${list.output.runs[0].id}`);
      expect(faultsOf(line, answer.output)).toEqual([]);
    },
  );

  async function ask(line: string) {
    const answer = await farm?.vipfarm([...line.split(' '), '--output', 'json']);
    return { exitCode: answer?.code, output: JSON.parse(answer?.stdout ?? '') };
  }
});

/** What the schema has against the output of a command. */
function faultsOf(line: string, output: unknown): readonly unknown[] {
  const [verb = '', action = ''] = line.split(' ');
  const definition =
    ajv.getSchema(`output#/definitions/${verb}`) ?? ajv.getSchema(`output#/definitions/${verb}-${action}`);
  if (definition === undefined) return [`the schema has no definition for ${line}`];
  definition(output);
  return definition.errors ?? [];
}

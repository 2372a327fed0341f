import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { runVipfarm } from './vipfarm.ts';

const vipfarm = (...words: readonly string[]) => runVipfarm(words);

const folder = mkdtempSync(join(tmpdir(), 'vipfarm-inventory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('vipfarm init, lint and inventory', () => {
  it('begin with a file that is valid, and never overwrite it', async () => {
    const file = join(folder, 'inventory.yaml');
    expect(await vipfarm('init', '-i', file)).toMatchObject({ code: 0 });
    expect(await vipfarm('lint', '-i', file)).toMatchObject({
      code: 0,
      stdout: 'Nothing is wrong in 1 pool, 4 hosts. Nothing was contacted.\n',
    });
    writeFileSync(file, 'mine');
    const again = await vipfarm('init', '-i', file);
    expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('end with 64 when lint finds errors, with 0 when it only warns', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'version: 1\npools: { web: { vips: [::1], members: [a] } }\n');
    expect(await vipfarm('lint', '-i', file)).toMatchObject({ code: 64, stderr: '' });
    expect(JSON.parse((await vipfarm('lint', '-i', file, '--output', 'json')).stdout)).toMatchObject({
      errors: 1,
    });
    const sarif = JSON.parse((await vipfarm('lint', '-i', file, '--output', 'sarif')).stdout);
    expect(sarif.version).toBe('2.1.0');
    writeFileSync(file, 'version: 1\npools: { web: { vips: [192.0.2.1], members: [a] } }\n');
    expect(await vipfarm('lint', '-i', file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 warning'),
    });
  });

  it('show the members of the pools with what they inherit', async () => {
    const list = await vipfarm('inventory', 'list', 'web', '-i', 'inventory/groups.yaml', '--limit', '@dc2');
    expect(list.stdout).toBe(`\
web  192.0.2.100   20 members   ports 443   director l4-a
  web21.dc2       (1)   ops, port 2222, sudo, site dc2, tags canary
  web[22-39].dc2  (18)  ops, port 2222, sudo, site dc2
  web40.dc2       (1)   ops, port 22, sudo, site dc2
`);
    const graph = await vipfarm('inventory', 'graph', '-i', 'inventory/several-pools.yaml');
    expect(graph.stdout).toBe(`\
director l4-a
├─ pool web  192.0.2.100
│  └─ web[01-10].dc1  (10)
└─ pool dns  192.0.2.53
   └─ web[01-10].dc1,ns[1-2].dc1  (12)
`);
    const json = JSON.parse(
      (await vipfarm('inventory', 'list', '-i', 'inventory/secrets.yaml', '--output', 'json')).stdout,
    );
    expect(json.hosts[0]).toMatchObject({
      name: 'web01.dc1',
      becomePassword: { from: 'env', name: 'FARM_SUDO' },
    });
  });

  it.each(readdirSync('inventory'))('print %s as docs/output.schema.json says', async (file) => {
    const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
    ajv.addSchema(JSON.parse(readFileSync('docs/output.schema.json', 'utf8')), 'output');
    const list = await vipfarm('inventory', 'list', '-i', join('inventory', file), '--output', 'json');
    ajv.validate('output#/definitions/inventory-list', JSON.parse(list.stdout));
    expect(ajv.errors ?? []).toEqual([]);
  });

  it('print the schema that lies in docs', async () => {
    const { stdout } = await vipfarm('inventory', 'schema');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync('docs/inventory.schema.json', 'utf8')));
  });
});

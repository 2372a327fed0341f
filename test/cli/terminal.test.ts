import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { startRecordedHost } from './recorded-host.ts';
import { type SilentHost, startSilentHost } from './silent-host.ts';
import { typeVipfarm } from './terminal.ts';

// The program starts slowly on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

const controlC = '\u0003';

describeWith(['script'], 'vipfarm at a terminal', () => {
  let folder = '';
  let host: SilentHost;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vipfarm-terminal-'));
    host = await startSilentHost();
    const at = { address: '127.0.0.1', port: host.port };
    const pools = { web: { vips: ['192.0.2.100'], members: ['web[1-2]'] } };
    const hosts = { web1: at, web2: at };
    writeFileSync(inventory(), JSON.stringify({ version: 1, hosts, pools }));
  });
  afterEach(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const inventory = () => join(folder, 'inventory.yaml');
  const result = () => join(folder, 'result');
  const told = () => JSON.parse(readFileSync(result(), 'utf8'));
  const type = (...words: readonly string[]) =>
    typeVipfarm([...words, '-i', inventory()], result(), { XDG_STATE_HOME: folder, VIPFARM_DATABASE: '' });

  it('shows its progress there while its result goes to a file, and nothing else does', async () => {
    const program = type('facts', 'web', '--output', 'json');
    await Promise.all([program.said('facts  0 of 2 read'), host.reached]);
    host.hangUp();
    expect(await program.ended).toBe(4);
    expect(told()).toMatchObject({ verb: 'facts', exitCode: 4 });
  });

  it.each([
    ['facts', (told: { hosts: { outcome: string }[] }) => told.hosts.map(({ outcome }) => outcome)],
    ['audit', (told: { hosts: { state: string }[] }) => told.hosts.map(({ state }) => state)],
    ['plan', (told: { plan: { hosts: { kind: string }[] } }) => told.plan.hosts.map(({ kind }) => kind)],
  ] as const)('ends %s with 130 on Ctrl-C, and blames no host that it has not read', async (verb, endsOf) => {
    const program = type(verb, 'web', '--fanout', '1', '--output', 'json');
    await Promise.race([host.reached, program.ended]);
    program.process.stdin?.write(controlC);
    expect(await program.ended).toBe(130);
    expect(told().exitCode).toBe(130);
    expect(endsOf(told())).toEqual(['not-attempted', 'not-attempted']);
  });

  it('shows the plan before it asks, and tells a program as well that nothing was changed', async () => {
    await using recorded = await startRecordedHost(folder, 'linux/ifupdown-before.yaml');
    const pools = { web: { vips: ['192.0.2.100'], members: ['web1'] } };
    writeFileSync(inventory(), JSON.stringify({ version: 1, hosts: { web1: recorded.settings }, pools }));
    const program = type('apply', 'web', '--output', 'json');
    await program.said('Change this host? Type yes: ');
    expect(program.output()).toContain('web  192.0.2.100   1 member: 1 to change\r\n');
    program.process.stdin?.write('no\n');
    expect(await program.ended).toBe(0);
    expect(told()).toMatchObject({ exitCode: 0, results: [{ host: 'web1', outcome: 'not-attempted' }] });
    const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
    ajv.addSchema(JSON.parse(readFileSync('docs/output.schema.json', 'utf8')), 'output');
    ajv.validate('output#/definitions/apply', told());
    expect(ajv.errors ?? []).toEqual([]);
  });

  it('saves no plan on Ctrl-C', async () => {
    const out = join(folder, 'tonight.plan');
    const program = type('plan', 'web', '--out', out);
    await Promise.race([host.reached, program.ended]);
    program.process.stdin?.write(controlC);
    expect(await program.ended).toBe(130);
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(result(), 'utf8')).toContain('tonight.plan was not written. Nothing was changed.\n');
  });
});

import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type LoggingServer, startOpenSsh } from '../transports/servers/openssh.ts';
import { freePort } from '../transports/servers/scratch.ts';
import { typeVipfarm } from './terminal.ts';
import { runVipfarm } from './vipfarm.ts';

// Several starts of the program in one test, and those are slow on a loaded machine.
vi.setConfig({ testTimeout: 240_000 });

const vipfarm = (...words: readonly string[]) => runVipfarm(words);

describeWith(['sshd', 'ssh-keygen', 'script'], 'a password that is asked for', () => {
  it('may be refused with Ctrl-C: that ends the run with 130, and blames no host', async () => {
    await using server = await startOpenSsh();
    const { port, knownHosts } = server;
    const asking = { address: '127.0.0.1', port, knownHosts, agent: false, password: 'prompt' };
    const hosts = { web1: asking, web2: asking };
    const pools = { web: { vips: ['192.0.2.100'], members: ['web[1-2]'] } };
    const inventory = join(server.folder, 'inventory.yaml');
    writeFileSync(inventory, JSON.stringify({ version: 1, hosts, pools }));
    const result = join(server.folder, 'result');
    const program = typeVipfarm(['facts', '-i', inventory, '--output', 'json'], result, {
      XDG_STATE_HOME: server.folder,
      VIPFARM_DATABASE: '',
    });
    await program.said('password of host web');
    program.process.stdin?.write('\u0003');
    expect(await program.ended).toBe(130);
    const { exitCode, hosts: told } = JSON.parse(readFileSync(result, 'utf8'));
    expect({ exitCode, told }).toMatchObject({
      exitCode: 130,
      told: [{ outcome: 'not-attempted' }, { outcome: 'not-attempted' }],
    });
  });
});

describeWith(['sshd', 'ssh-keygen'], 'vipfarm hostkeys and doctor', () => {
  let server: LoggingServer;
  let inventory: string;
  beforeAll(async () => {
    server = await startOpenSsh();
    inventory = join(server.folder, 'inventory.yaml');
    const defaults = {
      user: userInfo().username,
      port: server.port,
      identityFile: server.identityFile,
      knownHosts: join(server.folder, 'recorded'),
    };
    const address = '127.0.0.1';
    const unwritable = join(server.folder, 'unwritable');
    symlinkSync(join(server.folder, 'no-such-folder', 'known_hosts'), unwritable);
    const hosts = {
      web1: { address },
      web2: { address },
      gone: { address, port: await freePort() },
      behind: { address, jump: 'gone' },
      unrecorded: { address, hostKeys: 'accept-new', knownHosts: unwritable },
    };
    const pools = {
      web: { vips: ['192.0.2.100'], members: ['web[1-2]'] },
      old: { vips: ['192.0.2.101'], members: ['gone'] },
      inner: { vips: ['192.0.2.102'], members: ['behind'] },
      other: { vips: ['192.0.2.103'], members: ['unrecorded'] },
    };
    writeFileSync(inventory, JSON.stringify({ version: 1, defaults, hosts, pools }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('show new keys once for all hosts that have them, record them, and know them then', async () => {
    const scan = ['hostkeys', 'scan', 'web', '-i', inventory];
    const fresh = await vipfarm(...scan);
    expect(fresh).toMatchObject({ code: 2, stderr: '' });
    expect(fresh.stdout).toMatch(
      /^new {2}web\[1-2\] \(2\) {2}ED25519 SHA256:\S+\nCompare new keys with .*--record\.\n$/,
    );
    expect(await vipfarm(...scan, '--record')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^recorded {2}web\[1-2\] \(2\) {2}ED25519 SHA256:\S+\n$/),
    });
    expect(await vipfarm(...scan)).toMatchObject({ code: 0, stdout: 'known  web[1-2] (2)\n' });
  });

  it('end with 4 when a host does not answer, and say so in JSON too', async () => {
    const { code, stdout } = await vipfarm('hostkeys', 'scan', 'old', '-i', inventory, '--output', 'json');
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 4, hosts: [{ host: 'gone', state: 'no answer' }] });
  });

  it('show where a host stops, with what to do', async () => {
    const { code, stdout } = await vipfarm('doctor', 'gone', '-i', inventory);
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /^gone\n {2}name {7}gone is 127\.0\.0\.1\n {2}tcp {8}127\.0\.0\.1 port \d+ refuses/,
    );
    expect(stdout).toMatch(/\nStopped at tcp\. Is sshd running there, and is this its port\?\n$/);
  });

  it.each([
    ['doctor', ['doctor', 'behind'], 'Stopped at jump.'],
    ['hostkeys scan', ['hostkeys', 'scan', 'inner'], 'jump host gone'],
  ])('come to their end when a jump host cannot be reached: %s', async (_name, words, said) => {
    const { code, stdout } = await vipfarm(...words, '-i', inventory);
    expect(code).toBe(4);
    expect(stdout).toContain(said);
  });

  it('come to their end when a key cannot be written down after the login', async () => {
    const { code, stdout } = await vipfarm('doctor', 'unrecorded', '-i', inventory);
    expect(code).toBe(4);
    expect(stdout).toMatch(/unwritable cannot be written: .*\nStopped at key\./s);
  });

  it.each([
    ['a host that the inventory does not have', ['doctor', 'wep1'], 'did you mean "web1"?'],
    ['an action that does not exist', ['hostkeys', 'list'], 'vipfarm hostkeys scan'],
    [
      'a replacement for a host that is not selected',
      ['hostkeys', 'scan', 'web', '--replace', 'gone'],
      'no such host',
    ],
  ])('refuse %s', async (_what, words, hint) => {
    expect(await vipfarm(...words, '-i', inventory)).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringContaining(hint),
    });
  });
});

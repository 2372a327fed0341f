import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { postgresqlPrograms } from '../prerequisites.ts';

/** A PostgreSQL server of a test's own, on the loopback, with nothing in it. */
export interface Cluster extends AsyncDisposable {
  /** Makes a database and gives its address. */
  makeDatabase(): Promise<string>;
}

/** It ends with this process, however that ends. */
export async function startCluster(): Promise<Cluster> {
  const programs = postgresqlPrograms() ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-postgresql-'));
  const isRoot = process.getuid?.() === 0;
  // The server refuses to run as root.
  if (isRoot) execFileSync('chown', ['postgres:', folder]);
  const user = isRoot ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
  const data = join(folder, 'data');
  const initdb = [join(programs, 'initdb'), '-D', data, '-A', 'trust', '-U', 'tester', '--no-sync'];
  execFileSync('setpriv', [...user, ...initdb], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const server = spawn(
    'setpriv',
    [
      ...[
        ...user,
        '--pdeathsig=INT',
        join(programs, 'postgres'),
        '-D',
        data,
        '-p',
        String(port),
        '-k',
        folder,
      ],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const address = (name: string): string => `postgres://tester@127.0.0.1:${port}/${name}`;
  await untilItAnswers(address('postgres'), server);
  let count = 0;
  return {
    async makeDatabase() {
      count += 1;
      await withClient(address('postgres'), (client) => client.query(`create database farm${count}`));
      return address(`farm${count}`);
    },
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A connection beside those of the store, for what the store does not do. */
export async function withClient<T>(address: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function untilItAnswers(address: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    try {
      await withClient(address, (client) => client.query('select 1'));
      return;
    } catch {
      await sleep(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

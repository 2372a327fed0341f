import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, makeScratch } from '../../servers/scratch.ts';

/** A Kerberos realm of its own, VIPFARM.TEST, on a port of the loopback interface. */
export interface Kdc extends AsyncDisposable {
  /** What clients and servers of the realm need in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @param users by name, with their passwords @param services like `HTTP/web01.vipfarm.test` */
export async function startKdc(
  users: Readonly<Record<string, string>>,
  services: readonly string[],
): Promise<Kdc> {
  const scratch = makeScratch();
  const place = (name: string): string => join(scratch.folder, name);
  const port = await freePort();
  writeFileSync(place('krb5.conf'), clientConfiguration(port));
  writeFileSync(place('kdc.conf'), kdcConfiguration(port, scratch.folder));
  const environment = {
    KRB5_CONFIG: place('krb5.conf'),
    KRB5_KDC_PROFILE: place('kdc.conf'),
    KRB5_KTNAME: place('keytab'),
    KRB5CCNAME: place('no-tickets'),
    KRB5RCACHENAME: `file2:${place('replays')}`,
  };
  const env = { ...process.env, ...environment };
  const kadmin = (query: string): unknown =>
    execFileSync('kadmin.local', ['-q', query], { env, stdio: 'pipe' });
  execFileSync('kdb5_util', ['create', '-s', '-P', 'master'], { env, stdio: 'pipe' });
  for (const [name, password] of Object.entries(users)) kadmin(`addprinc -pw ${password} ${name}`);
  for (const service of services) {
    kadmin(`addprinc -randkey ${service}`);
    kadmin(`ktadd -k ${place('keytab')} ${service}`);
  }
  const kdc = spawn('krb5kdc', ['-n'], { env, stdio: 'ignore' });
  await listening(port);
  return {
    environment,
    [Symbol.asyncDispose]: async () => {
      kdc.kill();
      if (kdc.exitCode === null && kdc.signalCode === null) await once(kdc, 'exit');
      scratch[Symbol.dispose]();
    },
  };
}

function clientConfiguration(port: number): string {
  return `[libdefaults]
  default_realm = VIPFARM.TEST
  dns_lookup_kdc = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
[realms]
  VIPFARM.TEST = {
    kdc = 127.0.0.1:${port}
  }
[domain_realm]
  .vipfarm.test = VIPFARM.TEST
`;
}

function kdcConfiguration(port: number, folder: string): string {
  return `[realms]
  VIPFARM.TEST = {
    database_name = ${folder}/principal
    key_stash_file = ${folder}/stash
    acl_file = ${folder}/acl
    kdc_listen = 127.0.0.1:${port}
    kdc_tcp_listen = 127.0.0.1:${port}
  }
[logging]
  kdc = FILE:${folder}/kdc.log
`;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await sleep(50);
    } finally {
      socket.destroy();
    }
  }
  throw new Error('the KDC does not listen');
}

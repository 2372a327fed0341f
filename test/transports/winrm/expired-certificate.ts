import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A self-signed certificate for 127.0.0.1 that was good in 2020 only. */
export function makeExpiredCertificate(folder: string): {
  readonly file: string;
  readonly pem: string;
  readonly key: string;
} {
  const place = (name: string): string => join(folder, name);
  writeFileSync(place('index'), '');
  writeFileSync(
    place('ca.conf'),
    `[ca]
default_ca = here
[here]
database = ${place('index')}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = IP:127.0.0.1
`,
  );
  const openssl = (...args: readonly string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = place('expired.key');
  const request = place('expired.csr');
  const file = place('expired.pem');
  openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=expired',
    '-keyout',
    key,
    '-out',
    request,
  );
  openssl(
    ...['ca', '-batch', '-selfsign', '-notext', '-config', place('ca.conf'), '-keyfile', key, '-in', request],
    ...['-out', file, '-startdate', '20200101000000Z', '-enddate', '20210101000000Z'],
  );
  return { file, pem: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8') };
}

import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A self-signed certificate: it is its own authority. */
export interface TestCertificate {
  /** The path of the PEM file. */
  readonly file: string;
  readonly pem: string;
  readonly key: string;
  /** SHA-256 over the DER form, in hexadecimal. */
  readonly sha256: string;
  /** What TLS binds a login to (RFC 5929, tls-server-end-point): the hash over the DER form. */
  readonly endPoint: Buffer;
}

export type SignatureHash = 'sha1' | 'sha256' | 'sha384';

/** Made by openssl, for localhost and the given names. Names that are addresses are listed as such. */
export function makeCertificate(
  folder: string,
  names: readonly string[] = ['localhost', '127.0.0.1', '::1'],
  signatureHash: SignatureHash = 'sha256',
): TestCertificate {
  const file = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  const alternatives = names.map((name) => `${/^[\d.]+$|:/.test(name) ? 'IP' : 'DNS'}:${name}`).join(',');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', `-${signatureHash}`],
      ...['-subj', `/CN=${names[0] ?? 'localhost'}`, '-addext', `subjectAltName=${alternatives}`],
      ...['-keyout', keyFile, '-out', file],
    ],
    { stdio: 'ignore' },
  );
  const pem = readFileSync(file, 'utf8');
  const { raw } = new X509Certificate(pem);
  return {
    file,
    pem,
    key: readFileSync(keyFile, 'utf8'),
    sha256: createHash('sha256').update(raw).digest('hex'),
    // RFC 5929: what was signed by way of SHA-1 is hashed by SHA-256.
    endPoint: createHash(signatureHash === 'sha1' ? 'sha256' : signatureHash)
      .update(raw)
      .digest(),
  };
}

import { createPublicKey, verify } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';

/** What stands before the 32 bytes of a key: its type, and both lengths (RFC 8709). */
const head = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1');

let isDone = false;

/**
 * Makes ssh2 check Ed25519 signatures, by which most hosts prove their key, with the key as it came. By itself it wraps
 * the key up as PEM, and OpenSSL takes as long to unwrap that as to check the signature.
 */
export function verifyWithRawKeys(): void {
  if (isDone) return;
  isDone = true;
  const sample = ssh2.utils.parseKey(Buffer.concat([head, Buffer.alloc(32)]));
  // All keys that ssh2 parses share these methods.
  const methods = Object.getPrototypeOf(sample) as Pick<ParsedKey, 'verify'>;
  const usual = methods.verify;
  methods.verify = function (this: ParsedKey, data, signature, hash) {
    return this.type === 'ssh-ed25519'
      ? verifyEd25519(this.getPublicSSH().subarray(head.length), Buffer.from(data), signature)
      : usual.call(this, data, signature, hash);
  };
}

/** False also for a key or a signature that is none. */
function verifyEd25519(key: Buffer, data: Buffer, signature: Buffer): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
    return verify(null, data, createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}

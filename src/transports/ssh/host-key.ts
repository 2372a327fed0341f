import { createHash } from 'node:crypto';

/** A host's public key in the form in which it travels. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  readonly type: string;
  /** The whole key in base64, as a line of known_hosts shows it. */
  readonly base64: string;
}

/** Reads the key that a server sent: its type is the first length-prefixed string in it. */
export function readHostKey(blob: Buffer): HostKey {
  const length = blob.length < 4 ? 0 : blob.readUInt32BE(0);
  return { type: blob.toString('latin1', 4, 4 + length), base64: blob.toString('base64') };
}

/** `SHA256:...`, as `ssh-keygen -l` prints it. */
export function fingerprint(key: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(key.base64, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** `ED25519`, `ECDSA`, `RSA`, `DSA`: the word that OpenSSH uses for a type. */
export function keyTypeTitle(type: string): string {
  if (type.startsWith('ecdsa-')) return 'ECDSA';
  if (type === 'ssh-dss') return 'DSA';
  return type.replace(/^ssh-/, '').toUpperCase();
}

/** `ED25519 SHA256:...` */
export function describeHostKey(key: HostKey): string {
  return `${keyTypeTitle(key.type)} ${fingerprint(key)}`;
}

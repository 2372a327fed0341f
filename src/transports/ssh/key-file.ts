import ssh2, { type ParsedKey } from 'ssh2';

/** What a file that should hold a key holds. */
export type KeyFile =
  | { readonly kind: 'private'; readonly key: ParsedKey }
  | { readonly kind: 'public'; readonly key: ParsedKey }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' };

/** Reads the text of a key file; an encrypted one needs its passphrase, and is unreadable with a wrong one. */
export function readKeyFile(text: string, passphrase?: string): KeyFile {
  if (passphrase === undefined && isEncrypted(text)) return { kind: 'encrypted' };
  const parsed = ssh2.utils.parseKey(text, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error || key === undefined) return { kind: 'unreadable' };
  return key.isPrivateKey() ? { kind: 'private', key } : { kind: 'public', key };
}

const opensshKey = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/;
const opensshMagic = 'openssh-key-v1\0';

/** OpenSSH's own format names its cipher right after the magic word; the older PEM format says so in a header. */
function isEncrypted(text: string): boolean {
  const body = opensshKey.exec(text)?.[1];
  if (body === undefined) return /^Proc-Type: 4,ENCRYPTED$/m.test(text) || text.includes('BEGIN ENCRYPTED');
  const content = Buffer.from(body, 'base64');
  const start = opensshMagic.length;
  if (content.length < start + 4) return false;
  return content.toString('latin1', start + 4, start + 4 + content.readUInt32BE(start)) !== 'none';
}

import { createHash } from 'node:crypto';
import { signatureHash } from './signature-hash.ts';

/**
 * What a login over TLS is tied to, so that nobody in between can use it on a connection of his own
 * (tls-server-end-point, RFC 5929).
 */
export function channelBinding(certificate: Buffer): Buffer {
  const hash = createHash(signatureHash(certificate)).update(certificate).digest();
  return Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), hash]);
}

/** MsvAvChannelBindings: the MD5 of the structure that GSSAPI has for a binding, with no addresses in it. */
export function ntlmChannelBindings(binding: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(binding.length, 16);
  return createHash('md5').update(head).update(binding).digest();
}

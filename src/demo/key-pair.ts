import ssh2, { type ParsedKey } from 'ssh2';

export interface KeyPair {
  /** In OpenSSH's format. */
  readonly private: string;
  readonly public: string;
  readonly parsed: ParsedKey;
}

/**
 * A new Ed25519 key pair. About one in 256 that ssh2 makes cannot be read by anybody: it takes a leading zero byte of
 * the key for padding. Such a pair is thrown away.
 */
export function makeKeyPair(): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'vipfarm demo' });
    const parsed = ssh2.utils.parseKey(pair.private);
    const isReadable = !(parsed instanceof Error) && !(ssh2.utils.parseKey(pair.public) instanceof Error);
    if (isReadable) return { ...pair, parsed };
  }
}

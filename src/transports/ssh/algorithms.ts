import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

const modernHostKeys: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

const modern = {
  // As strong as curve25519, which comes next, at a third of the price: ssh2 takes keys of the latter through DER and back.
  kex: [
    'ecdh-sha2-nistp256',
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group-exchange-sha256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} as const satisfies Algorithms;

/** What hosts with `legacy: true` are offered besides, after everything modern: SHA-1, CBC and small groups. */
const old = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-etm@openssh.com', 'hmac-sha1'],
} as const satisfies Algorithms;

/**
 * The algorithms to offer. Types that the host is known by come first, as with OpenSSH: a host with several keys is
 * then asked for the one that can be checked.
 */
export function algorithmsFor(legacy: boolean, knownTypes: readonly string[]): Algorithms {
  const hostKeys = legacy ? [...modernHostKeys, ...old.serverHostKey] : modernHostKeys;
  const signsFor = (algorithm: string) => knownTypes.includes(algorithm.replace(/^rsa-sha2-.*/, 'ssh-rsa'));
  const serverHostKey = [
    ...hostKeys.filter((algorithm) => signsFor(algorithm)),
    ...hostKeys.filter((algorithm) => !signsFor(algorithm)),
  ];
  if (!legacy)
    return {
      ...modern,
      kex: [...modern.kex],
      cipher: [...modern.cipher],
      hmac: [...modern.hmac],
      compress: [...modern.compress],
      serverHostKey,
    };
  return {
    kex: [...modern.kex, ...old.kex],
    cipher: [...modern.cipher, ...old.cipher],
    hmac: [...modern.hmac, ...old.hmac],
    compress: [...modern.compress],
    serverHostKey,
  };
}

/**
 * The hash that a certificate was signed with, read from its DER: SHA-256 for MD5, SHA-1 and what is not known, as
 * RFC 5929 wants it for channel bindings.
 */
export function signatureHash(certificate: Buffer): 'sha256' | 'sha384' | 'sha512' {
  const algorithm = signatureAlgorithm(certificate);
  for (const [hash, identifiers] of hashes) {
    if (identifiers.some((identifier) => algorithm.includes(identifier))) return hash;
  }
  return 'sha256';
}

/** The second part of a certificate. That of RSA-PSS names the hash among its parameters, so the whole part is kept. */
function signatureAlgorithm(certificate: Buffer): Buffer {
  const outer = readPart(certificate, 0);
  const signed = outer === undefined ? undefined : readPart(certificate, outer.begin);
  const algorithm = signed === undefined ? undefined : readPart(certificate, signed.end);
  return algorithm === undefined ? Buffer.alloc(0) : certificate.subarray(algorithm.begin, algorithm.end);
}

/** Where the content of the DER element at this offset begins and ends; undefined for what is none. */
function readPart(
  bytes: Buffer,
  offset: number,
): { readonly begin: number; readonly end: number } | undefined {
  const first = bytes[offset + 1];
  if (first === undefined) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const begin = offset + 2 + lengthBytes;
  if (lengthBytes > 4 || begin > bytes.length) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(offset + 2, lengthBytes);
  const end = begin + length;
  return end > bytes.length ? undefined : { begin, end };
}

function identifier(...numbers: readonly number[]): Buffer {
  return Buffer.from([6, numbers.length, ...numbers]);
}

/** sha384WithRSAEncryption, ecdsa-with-SHA384, id-sha384 (in the parameters of RSA-PSS); the same for SHA-512. */
const hashes = [
  [
    'sha384',
    [
      identifier(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c),
      identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03),
      identifier(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02),
    ],
  ],
  [
    'sha512',
    [
      identifier(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d),
      identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04),
      identifier(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03),
    ],
  ],
] as const;

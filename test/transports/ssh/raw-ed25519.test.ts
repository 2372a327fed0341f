import ssh2, { type ParsedKey } from 'ssh2';
import { beforeAll, expect, test } from 'vitest';
import { makeKeyPair } from '../../../src/demo/key-pair.ts';
import { verifyWithRawKeys } from '../../../src/transports/ssh/raw-ed25519.ts';

const data = Buffer.from('the hash of a key exchange');

beforeAll(verifyWithRawKeys);

test.each(['ed25519', 'ecdsa'] as const)(
  'a signature of %s is good for its key and its text only',
  (type) => {
    const pair = makePair(type);
    const key = publicHalf(pair);
    const signature = pair.sign(data);
    expect(key.verify(data, signature)).toBe(true);
    expect(key.verify(Buffer.from('another text'), signature)).toBe(false);
    expect(publicHalf(makePair(type)).verify(data, signature)).toBe(false);
    signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
    expect(key.verify(data, signature)).toBe(false);
  },
);

test('what is no signature at all is not good', () => {
  const key = publicHalf(makePair('ed25519'));
  expect(key.verify(data, Buffer.alloc(0))).toBe(false);
  expect(key.verify(data, Buffer.alloc(64))).toBe(false);
});

function makePair(type: 'ed25519' | 'ecdsa'): ParsedKey {
  if (type === 'ed25519') return makeKeyPair().parsed;
  return parse(ssh2.utils.generateKeyPairSync(type, { bits: 256 }).private);
}

/** As it would come from a server. */
function publicHalf(pair: ParsedKey): ParsedKey {
  return parse(pair.getPublicSSH());
}

function parse(text: string | Buffer): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

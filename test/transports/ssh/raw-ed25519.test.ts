import ssh2, { type ParsedKey } from 'ssh2';
import { beforeAll, expect, test } from 'vitest';
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

/** One in some 256 Ed25519 keys that ssh2 makes cannot be read back by it (src/demo/key-pair.ts): then another is made. */
function makePair(type: 'ed25519' | 'ecdsa'): ParsedKey {
  for (;;) {
    const { private: text } =
      type === 'ed25519'
        ? ssh2.utils.generateKeyPairSync(type)
        : ssh2.utils.generateKeyPairSync(type, { bits: 256 });
    const key = ssh2.utils.parseKey(text);
    if (!(key instanceof Error)) return key;
  }
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

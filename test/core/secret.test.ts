import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { quoteWord } from '../../src/core/quoting.ts';
import { Redactor, Secret, secretIdentity } from '../../src/core/secret.ts';

const secret = new Secret('open sesame');

describe('a secret', () => {
  it('shows itself to nobody who does not ask', () => {
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      format('%s %o %j', secret, secret, secret),
      inspect(new Error('failed', { cause: secret })),
      Object.values(secret).join(),
    ].join('\n');
    expect(shown).not.toContain('sesame');
    expect(shown).toContain('[secret]');
    expect(secret.reveal()).toBe('open sesame');
  });
});

describe('a redactor', () => {
  it('takes every secret that it has learned out of a text, wherever it stands', () => {
    const redactor = new Redactor();
    redactor.learn(secret);
    redactor.learn(new Secret('p$&.*'));
    expect(redactor.redact('open sesame, xopen sesamex and p$&.*')).toBe('[secret], x[secret]x and [secret]');
  });

  it('leaves texts alone that hold a very short one by chance', () => {
    const redactor = new Redactor();
    redactor.learn(new Secret('no'));
    expect(redactor.redact('nothing, no')).toBe('nothing, no');
  });

  it('hides a secret that is a part of another one whole', () => {
    const redactor = new Redactor();
    redactor.learn(new Secret('sesame'));
    redactor.learn(new Secret('sesame-street'));
    expect(redactor.redact('it is sesame-street')).toBe('it is [secret]');
  });

  it('knows a secret in JSON, too', () => {
    const redactor = new Redactor();
    redactor.learn(new Secret('a"b\\c\nd'));
    expect(redactor.redact(JSON.stringify({ output: 'a"b\\c\nd' }))).toBe('{"output":"[secret]"}');
  });
});

describe('a redactor that has learned a secret', () => {
  const password = `p&w "o'r%dé`;
  const redactor = new Redactor();
  redactor.learn(new Secret(password));

  it.each([
    ['in a URL', encodeURIComponent(password)],
    ['in the quotes of a shell', quoteWord(password).slice(1, -1)],
    ['in base64', Buffer.from(password).toString('base64').replace(/.=+$/, '')],
  ])('knows it %s', (_where, form) => {
    expect(redactor.redact(`<${form}>`)).toBe('<[secret]>');
  });

  it.each(['a', 'op', 'ops'])('knows it behind the user %s in HTTP Basic', (user) => {
    const header = Buffer.from(`${user}:${password}`).toString('base64');
    expect(redactor.redact(header)).toMatch(/^\w{0,6}\[secret\]\w?=*$/);
  });
});

describe('the identity of a reference', () => {
  it('is equal for the same place only', () => {
    expect(secretIdentity({ from: 'env', name: 'A' })).toBe(secretIdentity({ from: 'env', name: 'A' }));
    expect(secretIdentity({ from: 'env', name: 'A' })).not.toBe(
      secretIdentity({ from: 'prompt', label: 'A' }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { redactJson } from '../../src/core/redact-json.ts';
import { Redactor, Secret } from '../../src/core/secret.ts';

function redacted(value: unknown, password: string): unknown {
  const redactor = new Redactor();
  redactor.learn(new Secret(password));
  return JSON.parse(redactJson(JSON.stringify(value), (text) => redactor.redact(text)));
}

describe('redacted JSON', () => {
  it.each(['host', 'web0', '1795', 'change', 'true', 'changed', 'host-ended'])(
    'keeps its fields, numbers and own words where the password is %s',
    (password) => {
      const events = [
        { at: '2026-11-23T17:00:17.951Z', kind: 'host-ended', host: 'web01', outcome: 'changed' },
        { kind: 'run-started', run: '20261123-1795-web', hosts: ['web01', 'web02'] },
        { kind: 'change-sent', host: 'web02', deadman: 1795452265554, steps: ['change'], isLast: true },
      ];
      expect(redacted(events, password)).toEqual(events);
    },
  );

  it('has no secret in what somebody has said, in whatever field, and says the rest', () => {
    const said = { reason: 'su: host is wrong', notices: ['host'], detail: { 'of host': 'nohostname' } };
    expect(redacted(said, 'host')).toEqual({
      ...{ reason: 'su: [secret] is wrong', notices: ['[secret]'] },
      detail: { 'of host': 'no[secret]name' },
    });
    expect(redacted({ title: 'a "b\\c"\nd' }, 'b\\c"\nd')).toEqual({ title: 'a "[secret]' });
  });

  it('redacts a sentence in a field that has a name otherwise', () => {
    expect(redacted({ host: 'no web0 here' }, 'web0')).toEqual({ host: 'no [secret] here' });
  });

  it('stays JSON where a secret begins like an escape', () => {
    expect(redacted({ output: 'a\nnope' }, 'nnop')).toEqual({ output: 'a\nnope' });
  });
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  indexKnownHosts,
  judgeHostKey,
  lookupName,
  namedKeyTypes,
  parseKnownHosts,
} from '../../../src/transports/ssh/known-hosts.ts';
import { itWith } from '../../describe-with.ts';
import { makeScratch } from '../servers/scratch.ts';

const ed25519 = { type: 'ssh-ed25519', base64: 'AAAAED25519' };
const other = { type: 'ssh-ed25519', base64: 'AAAAOTHER' };
const rsa = { type: 'ssh-rsa', base64: 'AAAARSA' };

function judge(text: string, name: string, key = ed25519) {
  return judgeHostKey(indexKnownHosts(parseKnownHosts(text, 'known_hosts')), [name], key);
}

describe('a known_hosts file', () => {
  it.each([
    ['a plain name', 'web01 ssh-ed25519 AAAAED25519', 'web01'],
    ['a name in capitals', 'WEB01 ssh-ed25519 AAAAED25519', 'web01'],
    ['one of several names', 'web01,10.0.0.1,web01.dc1 ssh-ed25519 AAAAED25519 a comment', '10.0.0.1'],
    ['a port', '[web01]:2222 ssh-ed25519 AAAAED25519', '[web01]:2222'],
    ['a star', '*.dc1 ssh-ed25519 AAAAED25519', 'web01.dc1'],
    ['a question mark', 'web0? ssh-ed25519 AAAAED25519', 'web01'],
    ['a star with an exception', '*.dc1,!db*.dc1 ssh-ed25519 AAAAED25519', 'web01.dc1'],
    ['blanks in front', '  web01   ssh-ed25519\tAAAAED25519', 'web01'],
    ['a line end of Windows', 'web01 ssh-ed25519 AAAAED25519\r', 'web01'],
    ['several keys of one type', 'web01 ssh-ed25519 AAAAOTHER\nweb01 ssh-ed25519 AAAAED25519', 'web01'],
  ])('knows a host by %s', (_what, text, name) => {
    expect(judge(text, name)).toMatchObject({ kind: 'known' });
  });

  it.each([
    ['nothing', '', 'web01'],
    ['another name', 'web02 ssh-ed25519 AAAAED25519', 'web01'],
    ['another port', '[web01]:2222 ssh-ed25519 AAAAED25519', '[web01]:2223'],
    ['a star that has an exception for it', '*.dc1,!db*.dc1 ssh-ed25519 AAAAED25519', 'db01.dc1'],
    ['a comment', '# web01 ssh-ed25519 AAAAED25519', 'web01'],
    ['a dot that is no wildcard', 'web.1 ssh-ed25519 AAAAED25519', 'webx1'],
    ['an unknown marker', '@future web01 ssh-ed25519 AAAAED25519', 'web01'],
    ['half a line', 'web01 ssh-ed25519', 'web01'],
  ])('does not know a host by %s', (_what, text, name) => {
    expect(judge(text, name)).toEqual({ kind: 'unknown' });
  });

  it('tells the line of a key that differs', () => {
    const verdict = judge('# farm\nweb01 ssh-ed25519 AAAAOTHER\n', 'web01');
    expect(verdict).toMatchObject({ kind: 'changed', entry: { file: 'known_hosts', line: 2, ...other } });
  });

  it('tells the types by which a host is known when it shows another one', () => {
    const verdict = judge('web01 ssh-rsa AAAARSA\nweb01 ecdsa-sha2-nistp256 AAAAEC\n', 'web01');
    expect(verdict).toMatchObject({ kind: 'other-type', types: ['ssh-rsa', 'ecdsa-sha2-nistp256'] });
  });

  it('lets a revocation win over everything', () => {
    const text = 'web01 ssh-ed25519 AAAAED25519\n@revoked * ssh-ed25519 AAAAED25519\n';
    expect(judge(text, 'web01')).toMatchObject({ kind: 'revoked', entry: { line: 2 } });
  });

  it('does not take a revoked key for one that changed', () => {
    expect(judge('@revoked * ssh-ed25519 AAAAOTHER\n', 'web01')).toEqual({ kind: 'unknown' });
  });

  it('names a certificate authority only when no key speaks for the host', () => {
    const authority = '@cert-authority *.dc1 ssh-ed25519 AAAAOTHER\n';
    expect(judge(authority, 'web01.dc1')).toMatchObject({ kind: 'authority' });
    expect(judge(`${authority}web01.dc1 ssh-ed25519 AAAAED25519\n`, 'web01.dc1')).toMatchObject({
      kind: 'known',
    });
    expect(judge(authority, 'web01.dc2')).toEqual({ kind: 'unknown' });
  });

  it('says which types to ask a host for first', () => {
    const text = 'web01 ssh-rsa AAAARSA\n@revoked web01 ssh-dss AAAADSS\n*.dc1 ssh-ed25519 AAAAED25519\n';
    expect(namedKeyTypes(indexKnownHosts(parseKnownHosts(text, 'known_hosts')), ['web01'])).toEqual([
      'ssh-rsa',
    ]);
  });

  itWith(['ssh-keygen'], 'reads names that ssh-keygen has hashed', () => {
    using scratch = makeScratch();
    const file = join(scratch.folder, 'known_hosts');
    writeFileSync(file, `web01.dc1 ${realKey}\n[web02.dc1]:2222 ${realKey}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const text = execFileSync('cat', [file], { encoding: 'utf8' });
    expect(text).not.toContain('web0');
    const [type = '', base64 = ''] = realKey.split(' ');
    expect(judge(text, 'web01.dc1', { type, base64 })).toMatchObject({ kind: 'known' });
    expect(judge(text, '[web02.dc1]:2222', { type, base64 })).toMatchObject({ kind: 'known' });
    expect(judge(text, 'web02.dc1', { type, base64 })).toEqual({ kind: 'unknown' });
    expect(judge(text, 'web01.dc1', ed25519)).toMatchObject({ kind: 'changed' });
    expect(judge(text, 'web01.dc1', rsa)).toMatchObject({ kind: 'other-type', types: [type] });
  });
});

const realKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGmFmrFDcsOQXfHcfbYFNlbAB0jKwh4BhTKb8Iqcu1qA';

it('a host is looked up with its port unless that is 22', () => {
  expect([lookupName('Web01', 22), lookupName('Web01', 2222)]).toEqual(['web01', '[web01]:2222']);
});

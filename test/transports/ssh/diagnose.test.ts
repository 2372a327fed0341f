import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DoctorFinding } from '../../../src/core/diagnosis.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { diagnoseSsh } from '../../../src/transports/ssh/diagnose.ts';
import { describeWith } from '../../describe-with.ts';
import { hostWith } from '../host-fixture.ts';
import { makeKey, startOpenSsh, type TestServer } from '../servers/openssh.ts';
import { freePort } from '../servers/scratch.ts';
import { opsPassword, withUsers } from '../servers/users.ts';

const { signal } = new AbortController();
const becomePassword = { from: 'env', name: 'BECOME' } as const;

describeWith(['root', 'sshd', 'sudo', 'unshare', 'ssh-keygen'], 'the doctor', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startOpenSsh({ prepare: withUsers });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function examine(settings: Partial<Host>, password = ''): Promise<readonly DoctorFinding[]> {
    const findings: DoctorFinding[] = [];
    const secrets = { resolve: () => Promise.resolve(new Secret(password)) };
    const { port, identityFile, knownHosts } = server;
    const host = hostWith({
      port,
      user: 'free',
      identityFiles: [identityFile],
      knownHosts: [knownHosts],
      ...settings,
    });
    await diagnoseSsh({ environment: {}, secrets }, host, signal, (finding) => findings.push(finding));
    return findings;
  }
  const stagesOf = (findings: readonly DoctorFinding[]) =>
    findings.map(({ stage, ok }) => (ok ? stage : `${stage}!`));

  it('goes through all stages of a host that is ready', async () => {
    const findings = await examine({});
    expect(stagesOf(findings)).toEqual(['name', 'tcp', 'banner', 'key', 'login', 'become', 'shell']);
    expect(findings.at(-1)?.text).toMatch(/^Linux /);
  });

  it('resolves a name', async () => {
    const [name] = await examine({ address: 'localhost', knownHosts: ['/dev/null'] });
    expect(name).toMatchObject({ stage: 'name', ok: true, text: expect.stringContaining('127.0.0.1') });
  });

  const reached = ['name', 'tcp', 'banner', 'key', 'login'];
  const stops: readonly [string, (folder: string) => Promise<Partial<Host>>, readonly string[]][] = [
    ['a port that nobody listens on', async () => ({ port: await freePort() }), ['name', 'tcp!']],
    ['an unknown key', async () => ({ knownHosts: ['/dev/null'] }), ['name', 'tcp', 'banner', 'key!']],
    [
      'a key that does not log in',
      async (folder) => ({ identityFiles: [makeKey(folder, 'stranger', 'ed25519')] }),
      ['name', 'tcp', 'banner', 'key', 'login!'],
    ],
    ['a password that sudo asks for', async () => ({ user: 'ops' }), [...reached, 'become!']],
    ['a password that sudo rejects', async () => ({ user: 'ops', becomePassword }), [...reached, 'become!']],
    ['a user who does not become root', async () => ({ become: 'none' }), [...reached, 'become!']],
  ];
  it.each(stops)('stops at %s and says what to do', async (_what, settings, stages) => {
    const findings = await examine(await settings(server.folder), 'wrong');
    expect(stagesOf(findings)).toEqual(stages);
    expect(findings.at(-1)?.wayOut).toBeTruthy();
  });

  it('goes to the end with the password that sudo asks for', async () => {
    const findings = await examine({ user: 'ops', becomePassword }, opsPassword);
    expect(findings.at(-1)).toMatchObject({ stage: 'shell', ok: true });
  });
});

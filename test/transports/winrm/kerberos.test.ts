import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { makeScratch } from '../servers/scratch.ts';
import { type Acceptor, startAcceptor } from './acceptor/start-acceptor.ts';
import { type Kdc, startKdc } from './acceptor/start-kdc.ts';
import { makeCertificate } from './double/certificate.ts';
import { never, winrmHost, winrmTransport, withWinrm } from './winrm-host.ts';

const secret = 'Secret-1';
const script = `Write-Host 'äöü 😀 <&>"'\n`.repeat(9000);
const host = { name: 'web01.vipfarm.test', user: 'ops@VIPFARM.TEST', auth: 'kerberos' } as const;

describeWith(['kerberos', 'python3-gssapi', 'openssl'], 'Kerberos against MIT', () => {
  const scratch = makeScratch();
  let kdc: Kdc;
  let acceptor: Acceptor;
  beforeAll(async () => {
    kdc = await startKdc({ ops: secret }, ['HTTP/web01.vipfarm.test']);
    // The library reads the environment of the process that it is loaded into.
    Object.assign(process.env, kdc.environment);
    acceptor = await startAcceptor('kerberos', kdc.environment);
  });
  afterAll(async () => {
    await acceptor[Symbol.asyncDispose]();
    await kdc[Symbol.asyncDispose]();
    scratch[Symbol.dispose]();
  });

  it('lets us in after one round, opens our seals, and its seals are opened by us', async () => {
    const answer = await withWinrm(
      { ...host, port: acceptor.port },
      async (session) => {
        expect(session.peer.login).toBe('ops@VIPFARM.TEST, by Kerberos, each message sealed');
        return await session.run({ script, asRoot: true, signal: never });
      },
      secret,
    );
    expect(answer).toMatchObject({ exitCode: 0, stdout: script });
    expect(acceptor.told.filter(({ failed }) => failed !== undefined)).toEqual([]);
    expect(acceptor.told.filter(({ accepted }) => accepted !== undefined)).toEqual([
      { accepted: 'ops@VIPFARM.TEST' },
    ]);
  });

  it('over HTTPS it is tied to the certificate', async () => {
    const certificate = makeCertificate(scratch.folder, ['web01.vipfarm.test', '127.0.0.1']);
    const key = join(scratch.folder, 'key.pem');
    const prefix = Buffer.from('tls-server-end-point:').toString('hex');
    async function logIn(binding: string): Promise<string> {
      await using server = await startAcceptor('kerberos', kdc.environment, [
        certificate.file,
        key,
        prefix + binding,
      ]);
      const settings = { ...host, port: server.port, https: true, ca: certificate.file };
      return await withWinrm(settings, (session) => Promise.resolve(session.peer.login), secret);
    }
    expect(await logIn(certificate.endPoint.toString('hex'))).toBe('ops@VIPFARM.TEST, by Kerberos');
    await expect(logIn('00'.repeat(32))).rejects.toMatchObject({ code: 'login-rejected' });
  });

  it('a wrong password is rejected by the KDC, and tried for no other host', async () => {
    await using transport = winrmTransport('wrong');
    const settings = { ...host, port: acceptor.port };
    await expect(transport.connect(winrmHost(settings), never)).rejects.toMatchObject({
      code: 'login-rejected',
      message: expect.stringContaining('the password is wrong'),
    });
    const second = winrmHost({ ...settings, name: 'web02.vipfarm.test' });
    await expect(transport.connect(second, never)).rejects.toMatchObject({ code: 'login-withheld' });
  });

  it.each([
    ['a user that nobody knows', { user: 'nobody@VIPFARM.TEST' }, 'does not know this user'],
    ['a host that nobody knows', { name: 'web99.vipfarm.test' }, 'does not know this host'],
    ['neither password nor ticket', { password: undefined }, 'no ticket here'],
    ['a realm without a KDC', { user: 'ops@OTHER.TEST' }, 'no KDC answers'],
    ['an address in place of a name', { name: 'web01' }, 'full name'],
  ])('%s is called so', async (_, settings, message) => {
    const opening = withWinrm({ ...host, port: acceptor.port, ...settings }, () => Promise.resolve(), secret);
    await expect(opening).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { makeScratch } from '../servers/scratch.ts';
import { type Acceptor, startAcceptor } from './acceptor/start-acceptor.ts';
import { makeCertificate, type TestCertificate } from './double/certificate.ts';
import { never, winrmHost, winrmTransport, withWinrm } from './winrm-host.ts';

const secret = 'Secret-1 äö€';
const script = `Write-Host 'äöü 😀 <&>"'\n`.repeat(9000);

describeWith(['gss-ntlmssp', 'python3-gssapi'], 'NTLM against gss-ntlmssp', () => {
  const scratch = makeScratch();
  const users = join(scratch.folder, 'users');
  let acceptor: Acceptor;
  beforeAll(async () => {
    writeFileSync(users, `CORP:ops:${secret}\n`);
    acceptor = await startAcceptor('ntlm', { NTLM_USER_FILE: users });
  });
  afterAll(async () => {
    await acceptor[Symbol.asyncDispose]();
    scratch[Symbol.dispose]();
  });

  it('lets us in, opens our seals, and its seals are opened by us', async () => {
    const settings = { user: 'CORP\\ops', port: acceptor.port };
    const answers = await withWinrm(
      settings,
      async (session) => {
        expect(session.peer).toMatchObject({
          hostKey: 'none',
          login: 'CORP\\ops, by NTLM, each message sealed',
        });
        return await session.run({ script, asRoot: true, signal: never });
      },
      secret,
    );
    expect(answers).toMatchObject({ exitCode: 0, stdout: script });
    expect(
      acceptor.told.filter(({ failed, rejected }) => failed !== undefined || rejected !== undefined),
    ).toEqual([]);
    expect(acceptor.told.some(({ accepted }) => accepted?.includes('ops') === true)).toBe(true);
    const asked = acceptor.told.flatMap((one) => one.asked ?? []);
    const sends = asked.filter((action) => action === 'Send');
    expect(sends).toHaveLength(4);
    expect(asked).toEqual(['Create', 'Command', ...sends, 'Receive', 'Receive', 'Signal', 'Delete']);
  });

  it('a wrong password is rejected, and tried on no other host', async () => {
    await using transport = winrmTransport('wrong');
    const settings = { user: 'CORP\\ops', port: acceptor.port };
    await expect(transport.connect(winrmHost(settings), never)).rejects.toMatchObject({
      code: 'login-rejected',
    });
    const second = winrmHost({ ...settings, name: 'win02' });
    await expect(transport.connect(second, never)).rejects.toMatchObject({ code: 'login-withheld' });
  });
});

describeWith(['gss-ntlmssp', 'python3-gssapi', 'openssl'], 'NTLM over HTTPS against gss-ntlmssp', () => {
  const scratch = makeScratch();
  const users = join(scratch.folder, 'users');
  let certificate: TestCertificate;
  beforeAll(() => {
    writeFileSync(users, `CORP:ops:${secret}\n`);
    certificate = makeCertificate(scratch.folder, undefined, 'sha384');
  });
  afterAll(() => scratch[Symbol.dispose]());

  function start(binding: string): Promise<Acceptor> {
    const key = join(scratch.folder, 'key.pem');
    return startAcceptor('ntlm', { NTLM_USER_FILE: users }, [certificate.file, key, binding]);
  }
  const prefix = Buffer.from('tls-server-end-point:').toString('hex');

  it('lets in who is tied to its own certificate', async () => {
    await using acceptor = await start(prefix + certificate.endPoint.toString('hex'));
    const settings = { user: 'CORP\\ops', port: acceptor.port, https: true, ca: certificate.file };
    const answer = await withWinrm(
      settings,
      (session) => session.run({ script: 'exit 0', asRoot: true, signal: never }),
      secret,
    );
    expect(answer).toMatchObject({ exitCode: 0, stdout: 'exit 0' });
  });

  it('keeps out who is tied to another', async () => {
    await using acceptor = await start(prefix + '00'.repeat(48));
    const settings = { user: 'CORP\\ops', port: acceptor.port, https: true, ca: certificate.file };
    const opening = withWinrm(settings, () => Promise.resolve(), secret);
    await expect(opening).rejects.toMatchObject({ code: 'login-rejected' });
  });
});

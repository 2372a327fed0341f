import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Host } from '../../../src/inventory/fleet.ts';
import { signatureHash } from '../../../src/transports/winrm/tls/signature-hash.ts';
import { describeWith } from '../../describe-with.ts';
import { makeScratch } from '../servers/scratch.ts';
import { makeCertificate, type SignatureHash } from './double/certificate.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from './double/winrm-double.ts';
import { makeExpiredCertificate } from './expired-certificate.ts';
import { echo, scriptedPowershell } from './scripted-powershell.ts';
import { never, password, withWinrm } from './winrm-host.ts';

describeWith(['openssl'], 'a listener for HTTPS', () => {
  const scratch = makeScratch();
  afterAll(() => scratch[Symbol.dispose]());

  function start(options: Partial<WinrmDoubleOptions> = {}): Promise<WinrmDouble> {
    const commands = scriptedPowershell(echo);
    return startWinrmDouble({ users: [{ name: 'ops', password }], commands, https: true, ...options });
  }
  function connect(server: { readonly port: number }, settings: Partial<Host>): Promise<string> {
    return withWinrm({ https: true, port: server.port, ...settings }, async (session) => {
      await session.run({ script: 'x', asRoot: true, signal: never });
      return session.peer.hostKey;
    });
  }

  it('is believed when the authority that the inventory names vouches for it', async () => {
    await using server = await start();
    const shown = await connect(server, { ca: server.certificate?.file });
    expect(shown).toMatch(/^certificate SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it.each(['sha1', 'sha256', 'sha384'] as const)(
    'a login by NTLM is tied to its certificate, signed by way of %s',
    async (signatureHash) => {
      await using server = await start({ cbtHardeningLevel: 'Strict', signatureHash });
      await connect(server, { hostKeys: 'pinned', pins: [await shownBy(server)] });
      const logins = server.events.filter(({ kind }) => kind === 'login');
      expect(logins).toMatchObject([{ scheme: 'NTLM', mic: true, channelBinding: 'matching' }]);
      expect(server.events.some((event) => event.kind === 'request' && event.sealed)).toBe(false);
    },
  );

  /** What the client says that it was shown, when it expected something else. */
  async function shownBy(server: WinrmDouble): Promise<string> {
    const refused = connect(server, { hostKeys: 'pinned', pins: ['SHA256:other'] });
    await expect(refused).rejects.toMatchObject({ code: 'host-key-changed' });
    const message = await refused.catch((problem: Error) => problem.message);
    return /SHA256:\S+/.exec(String(message))?.[0] ?? '';
  }

  it('is believed when its certificate is pinned, whoever signed it for whatever name, and no other', async () => {
    await using server = await start({ certificateNames: ['other.example'] });
    const pin = await shownBy(server);
    expect(server.events.some(({ kind }) => kind === 'login')).toBe(false);
    expect(await connect(server, { hostKeys: 'pinned', pins: [pin] })).toBe(`certificate ${pin}`);
  });

  it('is not believed when nobody vouches for it, also where new host keys are accepted', async () => {
    await using server = await start();
    for (const hostKeys of ['strict', 'accept-new'] as const) {
      await expect(connect(server, { hostKeys })).rejects.toMatchObject({
        code: 'certificate-refused',
        message: expect.stringContaining('authority'),
        wayOut: expect.stringContaining('ca:'),
      });
    }
    expect(server.events.some(({ kind }) => kind === 'login' || kind === 'request')).toBe(false);
  });

  it('is not believed when its certificate is for another name', async () => {
    await using server = await start({ certificateNames: ['other.example'] });
    await expect(connect(server, { ca: server.certificate?.file })).rejects.toMatchObject({
      code: 'certificate-refused',
      message: expect.stringContaining('another name'),
      wayOut: expect.stringMatching(/other\.example.*127\.0\.0\.1/),
    });
  });

  it('is not believed when its certificate has expired', async () => {
    const { file, pem, key } = makeExpiredCertificate(scratch.folder);
    const server = createServer({ key, cert: pem }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(connect({ port }, { ca: file })).rejects.toMatchObject({
      code: 'certificate-refused',
      message: expect.stringContaining('expired'),
    });
    server.close();
  });

  it('that speaks plain HTTP is not taken for one', async () => {
    await using server = await start({ https: false });
    await expect(connect(server, {})).rejects.toMatchObject({
      code: 'handshake-failed',
      wayOut: expect.stringContaining('https: false'),
    });
  });

  it('asked for plain HTTP says nothing, which is called so', async () => {
    await using server = await start();
    await expect(connect(server, { https: false })).rejects.toMatchObject({ code: 'handshake-failed' });
  });

  it('a file of authorities that cannot be used is named', async () => {
    const empty = join(scratch.folder, 'empty.pem');
    writeFileSync(empty, 'nothing\n');
    await using server = await start();
    for (const ca of [empty, join(scratch.folder, 'absent.pem')]) {
      await expect(connect(server, { ca })).rejects.toMatchObject({
        code: 'inventory-invalid',
        message: expect.stringContaining(ca),
      });
    }
  });

  it.each(['sha1', 'sha256', 'sha384'] satisfies readonly SignatureHash[])(
    'the hash of its signature is read: %s',
    (hash) => {
      const { pem } = makeCertificate(scratch.folder, undefined, hash);
      const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
      expect(signatureHash(der)).toBe(hash === 'sha1' ? 'sha256' : hash);
    },
  );
});

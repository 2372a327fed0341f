import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { usualDeadlines } from '../../../src/core/deadline.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { fingerprintOf } from '../../../src/transports/winrm/tls/secure.ts';
import { runVipfarm } from '../../cli/vipfarm.ts';
import { describeWith, itWith } from '../../describe-with.ts';
import { openDeafPort } from '../servers/deaf-port.ts';
import { freePort, makeScratch } from '../servers/scratch.ts';
import { plainCommands } from './double/plain-commands.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from './double/winrm-double.ts';
import { examine, stop, stopsAt } from './examine.ts';
import { type Play, scriptedPowershell } from './scripted-powershell.ts';
import { password } from './winrm-host.ts';

vi.setConfig({ testTimeout: 120_000 });

/** What a server says to the last question of an examination: an administrator, or none. */
const says =
  (elevated: 'True' | 'False'): Play =>
  (_script, command) => {
    command.say(`${elevated}\nMicrosoft Windows NT 10.0.17763.0, PowerShell 5.1.17763.1\n`);
    return 0;
  };

function start(options: Partial<WinrmDoubleOptions> = {}): Promise<WinrmDouble> {
  const commands = scriptedPowershell(says('True'));
  return startWinrmDouble({ users: [{ name: 'ops', password }], commands, ...options });
}

/** Limits that a test can wait for. */
const soon = { ...usualDeadlines, tcp: 400, banner: 400, keyExchange: 400 };

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('a host that is ready goes through every stage', async () => {
  await using server = await start();
  const findings = await examine({ port: server.port });
  expect(findings.map(({ stage, ok, text }) => [stage, ok, text])).toEqual([
    ['name', true, 'win01 is 127.0.0.1'],
    ['tcp', true, `port ${server.port} open`],
    ['banner', true, 'Microsoft-HTTPAPI/2.0'],
    ['login', true, 'ops, by NTLM, each message sealed'],
    ['become', true, 'administrator, by the login itself'],
    ['shell', true, 'Microsoft Windows NT 10.0.17763.0, PowerShell 5.1.17763.1'],
  ]);
  expect(server.liveShells).toEqual([]);
});

it.each<[string, Partial<Host>, string, string, string]>([
  [
    'a name that nobody knows',
    { address: 'win01.invalid' },
    'stopped at name',
    'win01.invalid is not known',
    'give the host an address',
  ],
  [
    'Basic over plain HTTP',
    { auth: 'basic', port: 9 },
    'stopped at login',
    'unprotected over plain HTTP',
    'https: true',
  ],
  [
    'a jump host, which WinRM does not know',
    { jump: ['ops@bastion'] },
    'stopped at jump',
    'no jump host',
    'transport: ssh',
  ],
  [
    'a host without a password',
    { password: undefined },
    'name, tcp, stopped at login',
    'no password',
    'password: { env: NAME }',
  ],
])('%s is found before a password is sent', async (_what, settings, way, text, wayOut) => {
  await using server = await start();
  const found = await stop({ port: server.port, ...settings });
  expect(found).toEqual({
    way,
    text: expect.stringContaining(text),
    wayOut: expect.stringContaining(wayOut),
  });
  expect(server.events.filter(({ kind }) => kind === 'login')).toEqual([]);
});

it('a port on which nobody listens is named', async () => {
  expect(await stop({ port: await freePort() })).toEqual({
    way: 'name, stopped at tcp',
    text: expect.stringContaining('refuses connections'),
    wayOut: expect.stringContaining('winrm enumerate winrm/config/listener'),
  });
});

itWith(['perl'], 'a port that answers nobody is told from one on which nobody listens', async () => {
  await using deaf = await openDeafPort();
  expect(await stop({ port: deaf.port, deadlines: soon })).toEqual({
    way: 'name, stopped at tcp',
    text: expect.stringContaining('did not answer within 0.4 s'),
    wayOut: expect.stringContaining('firewall'),
  });
});

it('a server that takes the connection and stays silent is told by the stage that it is silent in', async () => {
  const server = createServer(() => undefined);
  const port = await listening(server);
  for (const [https, stage] of [
    [false, 'banner'],
    [true, 'key'],
  ] as const) {
    expect(await stop({ port, https, deadlines: soon })).toEqual({
      way: `name, tcp, stopped at ${stage}`,
      text: expect.stringContaining('within 0.4 s'),
      wayOut: expect.stringContaining('the port of the service'),
    });
  }
  server.close();
});

it('what is not WinRM is not taken for it: another protocol, another web server', async () => {
  const sshd = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const port = await listening(sshd);
  expect(await stop({ port })).toEqual({
    way: 'name, tcp, stopped at banner',
    text: expect.stringContaining('hung up'),
    wayOut: expect.stringContaining('5985'),
  });
  sshd.close();
  const web = createHttpServer((_, response) => response.writeHead(404, { Server: 'other' }).end());
  expect(await stop({ port: await listening(web) })).toEqual({
    way: 'name, tcp, stopped at banner',
    text: expect.stringContaining('no WinRM'),
    wayOut: expect.stringContaining('listener'),
  });
  web.closeAllConnections();
  web.close();
});

it('a wrong password, and clocks that differ, stop at the login', async () => {
  await using server = await start();
  expect(await stop({ port: server.port }, 'wrong')).toEqual({
    way: 'name, tcp, stopped at login',
    text: expect.stringContaining('login as ops was rejected'),
    wayOut: expect.stringContaining('A local user is written .\\ops'),
  });
  await using ahead = await start({ clockSkew: 20 * 60_000 });
  expect(await stop({ port: ahead.port }, 'wrong')).toMatchObject({
    way: 'name, tcp, stopped at login',
    wayOut: expect.stringMatching(/clocks.* 20 minutes/),
  });
});

it('a host that takes another login only says which', async () => {
  await using server = await start({ schemes: ['Basic'], allowUnencrypted: true });
  expect(await stop({ port: server.port })).toEqual({
    way: 'name, tcp, stopped at login',
    text: expect.stringContaining('it offers Basic'),
    wayOut: expect.stringContaining('winrm get winrm/config/service/auth'),
  });
});

it('a message in the clear that the host does not take stops at the login', async () => {
  const fault = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:EncryptionRequired</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="">-</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`;
  await using server = await start({ tamper: () => ({ status: 500, body: fault }) });
  expect(await stop({ port: server.port })).toEqual({
    way: 'name, tcp, banner, login, stopped at login',
    text: expect.stringContaining('no messages in the clear'),
    wayOut: expect.stringContaining('https: true'),
  });
});

it.each<[string, Partial<WinrmDoubleOptions>, string, string, string]>([
  [
    'whom UAC keeps out',
    { users: [{ name: 'ops', password, filtered: true }] },
    'login, stopped at shell',
    'may open no shell',
    'LocalAccountTokenFilterPolicy',
  ],
  [
    'for whom a quota leaves no shell',
    { quotas: { maxShellsPerUser: 0 } },
    'login, stopped at shell',
    'quota',
    'MaxShellsPerUser',
  ],
  [
    'who is no administrator there',
    { commands: scriptedPowershell(says('False')) },
    'login, stopped at become',
    'no administrator',
    'docs/platforms/windows.md',
  ],
  [
    'whose host has no PowerShell',
    { commands: plainCommands() },
    'login, stopped at shell',
    'operable program',
    'powershell.exe',
  ],
])('a user %s learns it after the login', async (_what, options, way, text, wayOut) => {
  await using server = await start(options);
  expect(await stop({ port: server.port })).toEqual({
    way: `name, tcp, banner, ${way}`,
    text: expect.stringContaining(text),
    wayOut: expect.stringContaining(wayOut),
  });
});

describeWith(['openssl'], 'an examination over HTTPS', () => {
  const scratch = makeScratch();
  afterAll(() => scratch[Symbol.dispose]());

  it.each(['ntlm', 'basic'] as const)('shows the certificate that is believed, with %s', async (auth) => {
    await using server = await start({ https: true });
    const ca = server.certificate?.file;
    const findings = await examine({ port: server.port, https: true, auth, ca });
    expect(stopsAt(findings)).toBe('name, tcp, key, banner, login, become, shell');
    expect(findings[2]?.text).toMatch(/^TLS, certificate SHA256:[A-Za-z0-9+/]{43}$/);
    expect(await stop({ port: server.port, https: true, auth, ca }, 'wrong')).toMatchObject({
      way: 'name, tcp, key, stopped at login',
      wayOut: expect.stringContaining('is the password right'),
    });
  });

  it('stops at the key for a certificate that nobody vouches for, of another name, or of another pin', async () => {
    await using server = await start({ https: true, certificateNames: ['other.example'] });
    const base = { port: server.port, https: true };
    const found = [
      await stop(base),
      await stop({ ...base, ca: server.certificate?.file }),
      await stop({ ...base, hostKeys: 'pinned', pins: [fingerprintOf(Buffer.from('another'))] }),
      await stop({ ...base, ca: join(scratch.folder, 'absent.pem') }),
      await stop({ ...base, https: false }),
    ];
    expect(found.map(({ way }) => way)).toEqual([
      ...Array<string>(4).fill('name, tcp, stopped at key'),
      'name, tcp, stopped at banner',
    ]);
    expect(found.map(({ wayOut }) => wayOut)).toEqual([
      expect.stringContaining('name the authority as ca:'),
      expect.stringContaining('it is for DNS:other.example, and the host is reached as 127.0.0.1'),
      expect.stringContaining('compare it with what the host itself says'),
      expect.stringContaining('a file of PEM certificates'),
      expect.stringContaining('https: true'),
    ]);
    expect(server.events.filter(({ kind }) => kind === 'login')).toEqual([]);
  });

  it('is what vipfarm doctor prints, with the stage and the cure in its last line', async () => {
    await using server = await start({ https: true });
    const inventory = join(scratch.folder, 'inventory.yaml');
    const pin = fingerprintOf(derOf(server.certificate?.pem ?? ''));
    const host = {
      ...{ address: '127.0.0.1', transport: 'winrm', port: server.port, user: 'ops' },
      password: { env: 'VIPFARM_WIN' },
    };
    const hosts = { win01: { ...host, hostKeys: 'pinned', pins: [pin] }, win02: host };
    const pools = { web: { vips: ['192.0.2.100'], members: ['win[01-02]'] } };
    writeFileSync(inventory, JSON.stringify({ version: 1, hosts, pools }));
    const environment = { VIPFARM_WIN: password };
    const good = await runVipfarm(['doctor', 'win01', '-i', inventory], environment);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toContain(`\n  key        TLS, certificate ${pin}`);
    expect(good.stdout).toMatch(/\nNothing stands in the way of a run\..*\n$/);
    const unknown = await runVipfarm(['doctor', 'win02', '-i', inventory], environment);
    expect(unknown.code).toBe(4);
    expect(unknown.stdout).toMatch(/\nStopped at key\. Name the authority as ca: in the inventory, or .*\n$/);
    const wrong = await runVipfarm(['doctor', 'win01', '-i', inventory], { VIPFARM_WIN: 'wrong' });
    expect(wrong.code).toBe(4);
    expect(wrong.stdout).toMatch(/\nStopped at login\. Is the password right, .*\n$/);
    expect(`${good.stdout}${unknown.stdout}${wrong.stdout}`).not.toContain(password);
  });
});

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

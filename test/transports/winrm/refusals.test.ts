import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { usualDeadlines } from '../../../src/core/deadline.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { faultProblem } from '../../../src/transports/winrm/wsman/fault-problem.ts';
import { freePort } from '../servers/scratch.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from './double/winrm-double.ts';
import { echo, scriptedPowershell } from './scripted-powershell.ts';
import { never, password, winrmHost, winrmTransport, withWinrm } from './winrm-host.ts';

function start(options: Partial<WinrmDoubleOptions> = {}): Promise<WinrmDouble> {
  return startWinrmDouble({
    users: [{ name: 'ops', password }],
    commands: scriptedPowershell(echo),
    ...options,
  });
}
function connect(server: { readonly port: number }, settings: Partial<Host> = {}, secret = password) {
  return withWinrm({ port: server.port, ...settings }, (session) => Promise.resolve(session.peer), secret);
}

it('Basic over plain HTTP is refused before anything is sent', async () => {
  await using server = await start({ allowUnencrypted: true });
  await expect(connect(server, { auth: 'basic' })).rejects.toMatchObject({
    code: 'inventory-invalid',
    wayOut: expect.stringContaining('https: true'),
  });
  expect(server.events).toEqual([]);
});

it('a jump host is not passed by in silence', async () => {
  await using server = await start();
  await expect(connect(server, { jump: ['ops@bastion'] })).rejects.toMatchObject({
    code: 'inventory-invalid',
  });
  expect(server.events).toEqual([]);
});

it('a port without a listener is said to have none', async () => {
  await expect(connect({ port: await freePort() })).rejects.toMatchObject({
    code: 'tcp-refused',
    wayOut: expect.stringContaining('WinRM listener'),
  });
});

it.each([
  ['ntlm', false, 'password (NTLM)'],
  ['ntlm', true, 'password (NTLM)'],
  ['basic', true, 'password (Basic)'],
] as const)(
  'a wrong password is rejected by %s (HTTPS: %s), and sent to no other host',
  async (auth, https, tried) => {
    await using server = await start({ https });
    await using transport = winrmTransport('wrong');
    const settings = { auth, https, port: server.port, ca: server.certificate?.file };
    const hosts = ['win01', 'win02', 'win03'].map((name) => winrmHost({ ...settings, name }));
    const openings = await Promise.allSettled(hosts.map((host) => transport.connect(host, never)));
    const reasons: unknown[] = openings.map((opening) =>
      opening.status === 'rejected' ? opening.reason : opening,
    );
    expect(reasons).toMatchObject([
      { code: 'login-rejected', message: expect.stringContaining(tried) },
      { code: 'login-withheld', message: expect.stringContaining('win01') },
      { code: 'login-withheld' },
    ]);
    const refusals = server.events.filter((event) => event.kind === 'refused' && event.why === 'credentials');
    expect(refusals).toHaveLength(1);
  },
);

it('a right password that many hosts share is tried on one first, and then on all', async () => {
  await using server = await start();
  await using transport = winrmTransport();
  const hosts = ['win01', 'win02', 'win03'].map((name) => winrmHost({ name, port: server.port }));
  const sessions = await Promise.all(hosts.map((host) => transport.connect(host, never)));
  expect(sessions.map(({ host }) => host)).toEqual(['win01', 'win02', 'win03']);
  for (const session of sessions) await session[Symbol.asyncDispose]();
  expect(server.liveShells).toEqual([]);
});

it('a host whose clock differs is rejected with that as the first thing to look at', async () => {
  await using server = await start({ clockSkew: 20 * 60_000 });
  await expect(connect(server, {}, 'wrong')).rejects.toMatchObject({
    code: 'login-rejected',
    wayOut: expect.stringMatching(/clocks.* 20 minutes/),
  });
});

it('a host that takes no login of this kind says which it takes', async () => {
  await using basicOnly = await start({ schemes: ['Basic'], https: true });
  await expect(connect(basicOnly, { https: true, ca: basicOnly.certificate?.file })).rejects.toMatchObject({
    code: 'login-rejected',
    message: expect.stringContaining('it offers Basic'),
  });
  await using negotiateOnly = await start({ schemes: ['Negotiate'], https: true });
  const settings = { auth: 'basic', https: true, ca: negotiateOnly.certificate?.file } as const;
  await expect(connect(negotiateOnly, settings)).rejects.toMatchObject({
    code: 'login-rejected',
    message: expect.stringContaining('it offers Negotiate'),
  });
});

it('a local administrator whom UAC keeps out learns what to set', async () => {
  await using server = await start({ users: [{ name: 'ops', password, filtered: true }] });
  await expect(connect(server)).rejects.toMatchObject({
    code: 'channel-refused',
    wayOut: expect.stringContaining('LocalAccountTokenFilterPolicy'),
  });
});

it('a host with no shell left to give says which quota it is', async () => {
  await using server = await start({ quotas: { maxShellsPerUser: 0 } });
  await expect(connect(server)).rejects.toMatchObject({
    code: 'channel-refused',
    retryable: true,
    wayOut: expect.stringContaining('MaxShellsPerUser'),
  });
});

it('a service that is starting or overloaded may be asked again', async () => {
  await using server = await start({ unavailable: true });
  await expect(connect(server)).rejects.toMatchObject({ code: 'channel-refused', retryable: true });
});

it.each([
  [200, 'handshake-failed'],
  [302, 'handshake-failed'],
  [403, 'handshake-failed'],
  [404, 'handshake-failed'],
  [407, 'handshake-failed'],
])('another web server that answers %i is not taken for WinRM', async (status, code) => {
  const server = createServer((_, response) => response.writeHead(status, { Server: 'other' }).end('<html>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(connect({ port })).rejects.toMatchObject({ code });
  server.closeAllConnections();
  server.close();
});

it('a server that accepts the connection and says nothing is given up at the deadline of its first answer', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const opening = connect({ port }, { deadlines: { ...usualDeadlines, banner: 300 } });
  await expect(opening).rejects.toMatchObject({
    code: 'deadline-passed',
    message: expect.stringContaining('deadline: banner'),
  });
  server.closeAllConnections();
  server.close();
});

it.each([
  [5, '', 'channel-refused', 'LocalAccountTokenFilterPolicy'],
  [2150858793, 'TimedOut', 'channel-refused', 'try again'],
  [2150858843, 'InvalidSelectors', 'connection-lost', 'Try again'],
  [2150859174, 'QuotaLimit', 'channel-refused', 'MaxConcurrentOperationsPerUser'],
  [995, '', 'connection-lost', 'Try again'],
  [2147943418, '', 'connection-lost', 'restart the WinRM service'],
  [87, '', 'channel-refused', '2012 R2'],
  [2147942402, '', 'channel-refused', 'PowerShell'],
  [170, '', 'channel-refused', 'try again'],
  [14, '', 'channel-refused', 'MaxMemoryPerShellMB'],
  [undefined, 'AccessDenied', 'channel-refused', 'LocalAccountTokenFilterPolicy'],
  [undefined, 'EncodingLimit', 'channel-refused', 'MaxEnvelopeSizekb'],
  [undefined, 'QuotaLimit', 'channel-refused', 'MaxShellsPerUser'],
  [4711, 'Whatever', 'channel-refused', 'event log'],
])('fault %s %s is %s, whatever its text', (code, subcode, problem, wayOut) => {
  for (const text of ['', 'Zugriff verweigert', 'OperationTimeout']) {
    expect(faultProblem({ code, subcode, text })).toMatchObject({
      code: problem,
      wayOut: expect.stringContaining(wayOut),
    });
  }
});

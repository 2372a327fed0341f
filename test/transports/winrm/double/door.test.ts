import { once } from 'node:events';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { plainCommands } from './plain-commands.ts';
import { basic, post } from './post.ts';
import { startWinrmDouble, type WinrmDoubleOptions } from './winrm-double.ts';

const user = { name: 'ops', password: 'secret' };

function start(options: Partial<WinrmDoubleOptions> = {}) {
  return startWinrmDouble({ users: [user], commands: plainCommands(), ...options });
}

it('who does not log in is told by which schemes he may', async () => {
  await using double = await start({ allowUnencrypted: true });
  const { status, headers } = await post(double, '');
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Negotiate, Basic realm="WSMAN"');
});

it('a password in the clear is not even asked for over HTTP', async () => {
  await using double = await start();
  const { status, headers } = await post(double, '', { headers: basic('ops', 'secret') });
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Negotiate');
});

it('only the schemes that are set may be used', async () => {
  await using double = await start({ allowUnencrypted: true, schemes: ['Basic'] });
  const negotiate = { Authorization: `Negotiate ${Buffer.from('NTLMSSP\0').toString('base64')}` };
  const { status, headers } = await post(double, '', { headers: negotiate });
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Basic realm="WSMAN"');
  expect((await post(double, '', { headers: basic('ops', 'secret') })).status).toBe(200);
});

it.each(['wrong', '', 'Secret', 'secret '])('the password %j lets nobody in', async (password) => {
  await using double = await start({ allowUnencrypted: true });
  expect((await post(double, '', { headers: basic('ops', password) })).status).toBe(401);
  expect(double.events).toContainEqual(expect.objectContaining({ kind: 'refused', why: 'credentials' }));
});

it('HTTP.sys answers by itself what is not for WinRM', async () => {
  await using double = await start({ allowUnencrypted: true, quotas: { maxEnvelopeSizekb: 32 } });
  const headers = basic('ops', 'secret');
  const elsewhere = { ...double, url: double.url.replace('/wsman', '/other') };
  expect((await post(elsewhere, '', { headers })).status).toBe(404);
  expect((await post(double, '', { headers, method: 'PUT' })).status).toBe(405);
  expect((await post(double, 'x'.repeat(32 * 1024 + 1), { headers })).status).toBe(413);
  expect((await post(double, '<x/>', { headers: { ...headers, 'Content-Type': 'text/plain' } })).status).toBe(
    415,
  );
});

it('a request that does not say how long it is, is refused', async () => {
  await using double = await start({ allowUnencrypted: true });
  const asked = request(double.url, {
    method: 'POST',
    headers: { ...basic('ops', 'secret'), 'Transfer-Encoding': 'chunked' },
  });
  asked.end('<x/>');
  const [response] = await once(asked, 'response');
  expect(response.statusCode).toBe(411);
  response.resume();
});

it('a server that is not there yet says 503', async () => {
  await using double = await start({ unavailable: true });
  expect((await post(double, '')).status).toBe(503);
});

it('what is no envelope is answered with a fault that relates to nothing', async () => {
  await using double = await start({ allowUnencrypted: true });
  const { status, body } = await post(double, '<no>', { headers: basic('ops', 'secret') });
  expect(status).toBe(500);
  expect(body.toString()).toContain('Code="2150858817"');
  expect(body.toString()).not.toContain('RelatesTo');
});

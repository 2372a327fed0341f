import { expect, it } from 'vitest';
import { describeWith } from '../../../describe-with.ts';
import { plainCommands } from '../double/plain-commands.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from '../double/winrm-double.ts';
import { type DotnetAnswer, type DotnetOrder, runDotnet } from './dotnet-client.ts';
import { requestsFor } from './envelopes.ts';
import { startTlsRelay } from './tls-relay.ts';

const user = { name: 'ops', password: 'Sécret-€ 1' };
/** The first test builds the client. */
const timeout = 300_000;

function start(options: Partial<WinrmDoubleOptions>) {
  return startWinrmDouble({ users: [user], commands: plainCommands(), ...options });
}

function ask(
  double: Pick<WinrmDouble, 'url' | 'certificate'>,
  login: DotnetOrder['login'],
  line: string,
  operationTimeout?: string,
) {
  return runDotnet(double, { login, user, requests: requestsFor(line, operationTimeout) });
}

function stdoutOf(answers: readonly DotnetAnswer[]): string {
  const streams = answers.flatMap(({ body }) => [
    ...body.matchAll(/<rsp:Stream Name="stdout"[^>]*>([^<]+)</g),
  ]);
  return Buffer.concat(streams.map(([, text = '']) => Buffer.from(text, 'base64'))).toString('utf8');
}

const ways = [
  { login: 'NTLM', https: false, scheme: 'NTLM', sealed: true },
  { login: 'Negotiate', https: false, scheme: 'SPNEGO', sealed: true },
  { login: 'http', https: true, scheme: 'SPNEGO', sealed: false },
] as const;

describeWith(['dotnet', 'openssl'], '.NET and the double', () => {
  it.each(ways)('understand each other by $login, with TLS: $https', { timeout }, async (way) => {
    await using double = await start({ https: way.https });
    const answers = await ask(double, way.login, 'split');
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(stdoutOf(answers)).toBe('€ 서울 \u{1f1f0}\u{1f1f7}\r\n');
    expect(double.liveShells).toEqual([]);
    const login = double.events.find(({ kind }) => kind === 'login');
    expect(login).toMatchObject({ user: 'ops', scheme: way.scheme, mic: true });
    for (const event of double.events) if (event.kind === 'request') expect(event.sealed).toBe(way.sealed);
  });

  it('large output arrives whole, sealed in many answers', { timeout }, async () => {
    await using double = await start({ quotas: { maxEnvelopeSizekb: 32 } });
    const answers = await ask(double, 'NTLM', 'fill 200000');
    expect(answers.length).toBeGreaterThan(10);
    expect(stdoutOf(answers)).toBe('0123456789'.repeat(20_000));
  });

  it('a fault is sealed as any other answer', { timeout }, async () => {
    await using double = await start({});
    const answers = await ask(double, 'Negotiate', 'wait 2', 'PT1S');
    const faults = answers.filter(({ status }) => status === 500);
    expect(faults.length).toBeGreaterThan(0);
    for (const { body } of faults) expect(body).toContain('Code="2150858793"');
    expect(stdoutOf(answers)).toBe('waited\r\n');
  });

  it('exit codes come through', { timeout }, async () => {
    await using double = await start({});
    const answers = await ask(double, 'NTLM', 'exit 3');
    expect(answers.map(({ body }) => body).join('')).toContain('<rsp:ExitCode>3</rsp:ExitCode>');
  });

  it('its HttpClient binds the login to the channel, and is let in where that is demanded', {
    timeout,
  }, async () => {
    await using double = await start({ https: true, cbtHardeningLevel: 'Strict' });
    const answers = await ask(double, 'http', 'echo hi');
    expect(stdoutOf(answers)).toBe('hi\r\n');
    const login = double.events.find(({ kind }) => kind === 'login');
    expect(login).toMatchObject({ channelBinding: 'matching', mic: true });
  });

  it.each([
    { cbtHardeningLevel: 'Strict', status: 401 },
    { cbtHardeningLevel: 'Relaxed', status: 401 },
    { cbtHardeningLevel: 'None', status: 200 },
  ] as const)('a login that was bound to another channel: $cbtHardeningLevel', { timeout }, async (level) => {
    await using double = await start({ https: true, cbtHardeningLevel: level.cbtHardeningLevel });
    await using relay = await startTlsRelay(double.port);
    const [first] = await ask(
      { ...double, url: relay.url, certificate: relay.certificate },
      'http',
      'echo hi',
    );
    expect(first?.status).toBe(level.status);
    const refusals = double.events.flatMap((event) => (event.kind === 'refused' ? [event.why] : []));
    expect(refusals.includes('channel-binding')).toBe(level.status === 401);
  });

  it('a wrong password is refused', { timeout }, async () => {
    await using double = await start({});
    const wrong = { ...user, password: 'wrong' };
    for (const login of ['NTLM', 'Negotiate'] as const) {
      const answers = await runDotnet(double, { login, user: wrong, requests: requestsFor('echo hi') });
      expect(answers).toEqual([{ status: 401, body: '' }]);
    }
  });
});

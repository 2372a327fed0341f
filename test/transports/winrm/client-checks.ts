import assert from 'node:assert/strict';
import { usualDeadlines } from '../../../src/core/deadline.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import type { Session, Transport } from '../../../src/transports/transport.ts';
import type { readFrame, writeFrame } from '../../../src/transports/winrm/http/framing.ts';
import type { ntlmSeal } from '../../../src/transports/winrm/ntlm/ntlm-seal.ts';
import type { sealedBy } from '../../../src/transports/winrm/protection.ts';
import type { openWinrmTransport } from '../../../src/transports/winrm/transport.ts';
import { startWinrmDouble, type WinrmDouble, type WinrmDoubleOptions } from './double/winrm-double.ts';
import { echo, type Play, scriptedPowershell } from './scripted-powershell.ts';
import { never, onlySecret, password, winrmHost } from './winrm-host.ts';

/** The parts of the client that are looked at: the ones under test, or copies with a fault in them. */
export interface Client {
  readonly openWinrmTransport: typeof openWinrmTransport;
  readonly sealedBy: typeof sealedBy;
  readonly ntlmSeal: typeof ntlmSeal;
  readonly readFrame: typeof readFrame;
  readonly writeFrame: typeof writeFrame;
}

/** Each throws when the client does not do what its name says. */
export const checks: Readonly<Record<string, (client: Client) => Promise<void>>> = {
  'an audit is sealed, signed, and leaves no shell': (client) =>
    against(client, {}, async (session, server) => {
      assert.equal((await runOn(session, 'äöü')).stdout, 'äöü');
      await session[Symbol.asyncDispose]();
      assert.deepEqual(server.liveShells, []);
      const logins = server.events.filter((event) => event.kind === 'login');
      assert.equal(logins[0]?.kind === 'login' && logins[0].mic, true);
    }),

  'a login over HTTPS is tied to it': (client) =>
    against(client, { https: true, cbtHardeningLevel: 'Strict' }, async (session) => {
      assert.equal((await runOn(session, 'x')).stdout, 'x');
    }),

  'certificates that nobody vouches for, and those that are not pinned, are refused': async (client) => {
    for (const trust of [{ ca: undefined }, { hostKeys: 'pinned', pins: ['SHA256:other'] }] as const) {
      await assert.rejects(against(client, { https: true }, () => Promise.resolve(), trust));
    }
  },

  'Basic is refused over HTTP': (client) =>
    assert.rejects(
      against(client, { allowUnencrypted: true }, () => Promise.resolve(), { auth: 'basic' }),
      { code: 'inventory-invalid' },
    ),

  'a seal that was altered, and an answer in the clear, are refused': async ({
    sealedBy,
    ntlmSeal,
    writeFrame,
  }) => {
    const key = Buffer.alloc(16, 5);
    const [ours, theirs] = [ntlmSeal(key), ntlmSeal(key, 'server')];
    const { signature, data } = theirs.seal(Buffer.from('<answer/>'));
    data[0] = (data[0] ?? 0) ^ 1;
    const body = Buffer.concat(writeFrame({ protocol: ours.protocol, length: data.length, signature, data }));
    const answer = { status: 200, server: undefined, body };
    const sealed = { ...answer, headers: { 'content-type': 'multipart/encrypted' } };
    assert.throws(() => sealedBy(ours).unwrap(sealed));
    const clear = { ...answer, headers: { 'content-type': 'application/soap+xml' } };
    assert.throws(() => sealedBy(ours).unwrap(clear));
    await Promise.resolve();
  },

  'sealed bytes are taken by their length': async ({ readFrame, writeFrame }) => {
    const data = Buffer.from('before--Encrypted Boundary--\r\nafter');
    const frame = { protocol: 'p', length: data.length, signature: Buffer.alloc(16), data };
    assert.deepEqual(readFrame(Buffer.concat(writeFrame(frame))).data, data);
    await Promise.resolve();
  },

  'the answer to another request is refused': (client) => {
    const tamper: WinrmDoubleOptions['tamper'] = ({ status, body }) => ({
      status,
      body: body.replace(/(RelatesTo>uuid:)[0-9A-F]{8}/i, '$100000000'),
    });
    return assert.rejects(
      against(client, { tamper }, () => Promise.resolve()),
      { code: 'answer-unreadable' },
    );
  },

  'a host with nothing to say is asked again': (client) => {
    const play: Play = async (_, command) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      command.say('late');
      return 0;
    };
    return against(
      client,
      { commands: scriptedPowershell(play), quotas: { maxTimeoutms: 100 } },
      async (session) => {
        assert.equal((await runOn(session, 'x')).stdout, 'late');
      },
    );
  },

  'long scripts arrive whole': (client) =>
    against(client, {}, async (session) => {
      const script = 'x'.repeat(150_000);
      assert.equal((await runOn(session, script)).stdout === script, true);
    }),

  'torn characters are put together': (client) => {
    const play: Play = (_, command) => {
      const bytes = Buffer.from('€');
      command.say(bytes.subarray(0, 1));
      command.say(bytes.subarray(1));
      return 0;
    };
    return against(client, { commands: scriptedPowershell(play) }, async (session) => {
      assert.equal((await runOn(session, 'x')).stdout, '€');
    });
  },

  'a shell that is used up is replaced': (client) =>
    against(client, { quotas: { maxConcurrentOperationsPerUser: 1 } }, async (session) => {
      for (const word of ['1', '2']) assert.equal((await runOn(session, word)).stdout, word);
    }),

  'a lost script is run once': async (client) => {
    const ran: string[] = [];
    const play: Play = (script, command) => {
      ran.push(script);
      return ran.length === 1 ? echo(script, command) : 0;
    };
    await against(client, { commands: scriptedPowershell(play) }, async (session, server) => {
      const onOutput = (): void => server.cutConnections();
      await session.run({ script: 'wait', asRoot: true, signal: never, onOutput }).catch(() => undefined);
    });
    assert.deepEqual(ran, ['wait']);
  },

  'a script that passes its deadline is ended': (client) =>
    against(
      client,
      {},
      async (session, server) => {
        await assert.rejects(runOn(session, 'wait'), { code: 'deadline-passed' });
        await session[Symbol.asyncDispose]();
        assert.deepEqual(server.liveShells, []);
        assert.equal(server.events.filter(({ kind }) => kind === 'signal').length, 1);
      },
      { deadlines: { ...usualDeadlines, idle: 200 } },
    ),

  'a wrong password is tried once': async (client) => {
    await using server = await startDouble({});
    await using transport = client.openWinrmTransport({ environment: {}, secrets: onlySecret('wrong') });
    for (const name of ['win01', 'win02']) {
      await assert.rejects(transport.connect(winrmHost({ name, port: server.port }), never));
    }
    const refusals = server.events.filter((event) => event.kind === 'refused' && event.why === 'credentials');
    assert.equal(refusals.length, 1);
  },
};

function startDouble(options: Partial<WinrmDoubleOptions>): Promise<WinrmDouble> {
  const commands = scriptedPowershell(echo);
  return startWinrmDouble({ users: [{ name: 'ops', password }], commands, ...options });
}

async function against(
  client: Client,
  options: Partial<WinrmDoubleOptions>,
  use: (session: Session, server: WinrmDouble) => Promise<void>,
  settings: Partial<Host> = {},
): Promise<void> {
  await using server = await startDouble(options);
  await using transport: Transport = client.openWinrmTransport({
    environment: {},
    secrets: onlySecret(password),
  });
  const https = options.https ?? false;
  const host = winrmHost({ port: server.port, https, ca: server.certificate?.file, ...settings });
  await using session = await transport.connect(host, never);
  await use(session, server);
}

function runOn(session: Session, script: string) {
  return session.run({ script, asRoot: true, signal: never });
}

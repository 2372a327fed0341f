import { afterAll, beforeAll, expect, it } from 'vitest';
import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import type { Session } from '../../src/transports/transport.ts';
import { describeWith } from '../describe-with.ts';
import type { ContractServer } from './contract-server.ts';

const { signal } = new AbortController();

/** What any server of any kind must give through its transport. */
export function transportContract(
  name: string,
  needs: readonly string[],
  start: () => Promise<ContractServer>,
): void {
  describeWith(needs, `a session on ${name}`, () => {
    let server: ContractServer;
    beforeAll(async () => {
      server = await start();
    }, 300_000);
    afterAll(() => server[Symbol.asyncDispose]());

    async function withSession<T>(use: (session: Session) => Promise<T>, settings: Partial<Host> = {}) {
      await using transport = server.openTransport();
      await using session = await transport.connect(server.hostWith(settings), signal);
      return await use(session);
    }
    const runOn = (session: Session, script: string) => session.run({ script, asRoot: false, signal });

    it('gives output, errors and exit code apart', async () => {
      const answer = await withSession((session) => runOn(session, server.scripts.outErrThree));
      expect(answer).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', dropped: 0 });
    });

    it('says who the server is and how the login succeeded', async () => {
      const peer = await withSession((session) => Promise.resolve(session.peer));
      expect(peer.address).toBe('127.0.0.1');
      expect(peer.software).toMatch(server.peer.software);
      expect(peer.hostKey).toMatch(server.peer.key);
      expect(peer.login).toBe(server.peer.login);
    });

    it('carries a script of many kilobytes unchanged', async () => {
      const text = `${'quote\' "double" $HOME `tick` \\ back\tTab äöü 😀 \u0001\u0004\u007f\r\n'.repeat(4000)}end`;
      const answer = await withSession((session) => runOn(session, server.scripts.carry(text)));
      expect(answer.stdout === text).toBe(true);
    });

    it('runs several scripts on one connection, one after the other and at once', async () => {
      const answers = await withSession(async (session) => {
        const first = await runOn(session, server.scripts.say('1'));
        const rest = await Promise.all(
          ['2', '3', '4'].map((word) => runOn(session, server.scripts.say(word))),
        );
        return [first, ...rest].map((answer) => answer.stdout);
      });
      expect(answers).toEqual(['1\n', '2\n', '3\n', '4\n']);
    });

    it('tells output as it comes', async () => {
      const heard: string[] = [];
      const onOutput = (text: string): unknown => heard.push(text);
      const script = server.scripts.say('heard');
      const answer = await withSession((session) => session.run({ script, asRoot: false, signal, onOutput }));
      expect(heard.join('')).toBe(answer.stdout);
      expect(answer.stdout).toBe('heard\n');
    });

    it('keeps output up to the limit and counts the rest', async () => {
      const { flood: script } = server.scripts;
      const answer = await withSession((session) =>
        session.run({ script, asRoot: false, signal, outputLimit: 100 }),
      );
      expect(answer).toMatchObject({ exitCode: 0, stdout: 'o'.repeat(100), stderr: 'e'.repeat(100) });
      expect(answer.dropped).toBe(5_500_000 - 200);
    });

    it('gives a script up at its deadline and goes on with the next one', async () => {
      const next = await withSession(
        async (session) => {
          await expect(runOn(session, server.scripts.silence)).rejects.toMatchObject({
            code: 'deadline-passed',
          });
          return await session.run({ script: server.scripts.say('next'), asRoot: false, signal });
        },
        { deadlines: { ...usualDeadlines, firstByte: 5000 } },
      );
      expect(next.stdout).toBe('next\n');
    });

    it('stops waiting when the operator interrupts', async () => {
      const interruption = new AbortController();
      await withSession(async (session) => {
        const script = server.scripts.silence;
        const running = session.run({ script, asRoot: false, signal: interruption.signal });
        interruption.abort();
        await expect(running).rejects.toMatchObject({ code: 'interrupted' });
      });
    });

    it('refuses scripts when it is closed', async () => {
      await using transport = server.openTransport();
      const session = await transport.connect(server.hostWith({}), signal);
      await session[Symbol.asyncDispose]();
      await expect(runOn(session, server.scripts.say('x'))).rejects.toMatchObject({
        code: 'connection-lost',
      });
    });

    it('is not opened to somebody whom the server does not know', async () => {
      const { settings, named } = server.strange();
      const opening = withSession(() => Promise.resolve(), settings);
      await expect(opening).rejects.toMatchObject({
        code: 'login-rejected',
        message: expect.stringContaining(named),
      });
    });
  });
}

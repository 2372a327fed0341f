import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/inventory/fleet.ts';
import { powershellCommand, scriptIncomplete } from '../../../src/transports/powershell-bootstrap.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import type { Answer, ScriptRequest } from '../../../src/transports/transport.ts';
import { describeWith } from '../../describe-with.ts';
import { newFakeWindows } from '../../powershell-host/fake-windows.ts';
import { openPowershellHost } from '../../powershell-host/open-powershell-host.ts';
import type { PowershellHost } from '../../powershell-host/powershell-host.ts';
import { hostWith } from '../host-fixture.ts';
import { makeKey } from '../servers/openssh.ts';
import { makeScratch } from '../servers/scratch.ts';
import { type CommandRunner, startSimulatedWindowsSshd } from '../servers/simulated-windows-sshd.ts';

const noSecrets = { resolve: () => Promise.reject(new Error('no secret is needed here')) };
const { signal } = new AbortController();

async function runOn(
  run: CommandRunner,
  script: string,
  { keepsPipes = false, ...said }: Partial<ScriptRequest> & Partial<Host> & { keepsPipes?: boolean } = {},
): Promise<Answer & { readonly language: string }> {
  using scratch = makeScratch();
  await using server = await startSimulatedWindowsSshd(run, keepsPipes);
  const knownHosts = join(scratch.folder, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ${server.hostKey}\n`);
  await using transport = openSshTransport({ environment: {}, secrets: noSecrets });
  const identityFiles = [makeKey(scratch.folder, 'id', 'ed25519')];
  const host = hostWith({ port: server.port, user: 'ops', identityFiles, knownHosts: [knownHosts], ...said });
  await using session = await transport.connect(host, signal);
  const answer = await session.run({ script, asRoot: true, signal, ...said });
  if (keepsPipes) await expect.poll(() => server.closedChannels).toBe(1);
  return { ...answer, language: session.language };
}

/** Answers everything with these bytes. */
function saying(stdout: string, exitCode = 0, stderr = ''): CommandRunner {
  return () => Promise.resolve({ stdout: Buffer.from(stdout), stderr: Buffer.from(stderr), exitCode });
}

describe('a session on Windows over SSH', () => {
  it('is recognised by the greeting, and its script goes to the bootstrap without a terminal', async () => {
    const asked: string[] = [];
    const answer = await runOn((line, stdin) => {
      asked.push(line, stdin.toString('ascii'));
      return saying('out\n', 3, 'err\n')(line, stdin);
    }, 'exit 3');
    expect(answer).toMatchObject({ language: 'powershell', exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(asked).toEqual([powershellCommand(), `${Buffer.from('exit 3').toString('base64')}\n.8\n`]);
  });

  it('speaks shell where the inventory says that the host is another system', async () => {
    const answer = await runOn(saying('vipfarm\n'), 'id', { os: 'linux', become: 'none' });
    expect(answer.language).toBe('shell');
  });

  it('ends with the exit status even when a child keeps the pipes, and hears what still comes', async () => {
    const answer = await runOn(saying('0123456789and the rest'), 'x', { keepsPipes: true });
    expect(answer).toMatchObject({ exitCode: 0, stdout: '0123456789and the rest' });
  });

  it('refuses to believe in a script that did not arrive whole', async () => {
    await expect(runOn(saying('', scriptIncomplete), 'x')).rejects.toMatchObject({
      code: 'connection-lost',
      message: expect.stringContaining('nothing of it was run'),
    });
  });

  it('gives errors as text where a host writes them as CLIXML all the same', async () => {
    const clixml =
      '#< CLIXML\r\n<Objs Version="1.1.0.1"><S S="Error">no &lt;such&gt; thing_x000D__x000A_</S></Objs>';
    expect((await runOn(saying('', 1, clixml), 'x')).stderr).toBe('no <such> thing\r\n');
  });

  it('has a command line that cmd, powershell and pwsh pass on as it is', () => {
    expect(powershellCommand()).toMatch(/^[A-Za-z0-9.=+/ -]+$/);
    expect(powershellCommand().length).toBeLessThan(8191);
  });
});

describeWith(['dotnet', 'gcc'], 'a script over SSH on the real PowerShell engine', () => {
  let engine: PowershellHost;
  beforeAll(async () => {
    engine = await openPowershellHost();
  }, 300_000);
  afterAll(() => engine[Symbol.asyncDispose]());

  const machine = newFakeWindows({ release: '2019', language: 'ko' });
  const onEngine: CommandRunner = async (commandLine, stdin) => {
    const { stdout, stderr, exitCode } = await engine.run({ machine, what: { commandLine }, stdin });
    return { stdout, stderr, exitCode: exitCode ?? -1 };
  };

  it('gives output, errors and exit code, whatever characters and however long', async () => {
    const text = `${'quote\' "double" $HOME `tick` \\ äöü 한글 😀'.repeat(3000)}end`;
    const script = `[Console]::Out.Write(@'\n${text}\n'@)\n[Console]::Error.WriteLine('err')\nexit 3\n`;
    const answer = await runOn(onEngine, script);
    expect(answer.exitCode).toBe(3);
    expect(answer.stdout === text).toBe(true);
    expect(answer.stderr.trim()).toBe('err');
  });

  it('runs nothing of a script that lost its end', async () => {
    const cut: CommandRunner = (line, stdin) => onEngine(line, stdin.subarray(0, stdin.length - 4));
    await expect(runOn(cut, "[Console]::Out.Write('half')")).rejects.toMatchObject({
      code: 'connection-lost',
    });
  });

  it('says that a policy leaves only a constrained language', async () => {
    const constrained = newFakeWindows({
      alter: (state) => {
        state.languageMode = 'ConstrainedLanguage';
      },
    });
    const inThere: CommandRunner = async (commandLine, stdin) => {
      const { stdout, stderr, exitCode } = await engine.run({
        machine: constrained,
        what: { commandLine },
        stdin,
      });
      return { stdout, stderr, exitCode: exitCode ?? -1 };
    };
    await expect(runOn(inThere, "'x'")).rejects.toMatchObject({
      code: 'channel-refused',
      message: expect.stringContaining('Constrained Language Mode'),
    });
  });

  it('gets its words unchanged from PowerShell as the login shell', async () => {
    const [, ...words] = powershellCommand().split(' ');
    const script = `function powershell.exe { [Console]::Out.Write(($args | ForEach-Object { [string]$_ }) -join ' ') }\n${powershellCommand()}\n`;
    const { stdout } = await engine.run({ machine, what: { script } });
    expect(stdout.toString()).toBe(words.join(' '));
  });
});

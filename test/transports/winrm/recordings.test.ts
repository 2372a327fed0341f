import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../describe-with.ts';
import { makeScratch } from '../servers/scratch.ts';
import { makeCertificate, type TestCertificate } from './double/certificate.ts';
import { readRecording, streamOf } from './replay/recording.ts';
import { startReplay } from './replay/replay-server.ts';
import { never, withWinrm } from './winrm-host.ts';

describeWith(['openssl'], 'a session with a server that says what real Windows hosts said', () => {
  const scratch = makeScratch();
  let certificate: TestCertificate;
  beforeAll(() => {
    certificate = makeCertificate(scratch.folder);
  });
  afterAll(() => scratch[Symbol.dispose]());

  async function play(name: string, scripts = 1) {
    const recording = readRecording(name);
    await using server = await startReplay(recording, certificate);
    const answers: unknown[] = [];
    for (let count = 0; count < scripts; count += 1) {
      const settings = { https: true, auth: 'basic', ca: certificate.file, port: server.port } as const;
      await withWinrm(settings, async (session) => {
        answers.push(
          await session.run({ script: 'x', asRoot: true, signal: never }).catch((problem) => problem),
        );
      });
    }
    return { recording, answers, actions: server.asked.map(({ action }) => action), asked: server.asked };
  }
  const cycle = ['Create', 'Command', 'Send', 'Receive', 'Signal', 'Delete'];

  it.each(['test_winrs_standard', 'test_winrs_extra_opts', 'test_winrs_noprofile'])(
    'a short command: %s',
    async (name) => {
      const { recording, answers, actions } = await play(name);
      expect(answers).toMatchObject([{ exitCode: 0, stdout: streamOf(recording, 'stdout'), stderr: '' }]);
      expect(streamOf(recording, 'stdout')).not.toBe('');
      expect(actions).toEqual(cycle);
    },
  );

  it('errors and an exit code of their own', async () => {
    const { answers, actions } = await play('test_winrs_stderr_rc');
    expect(answers).toMatchObject([{ exitCode: 1, stdout: 'out \r\n', stderr: 'err \r\n' }]);
    expect(actions).toEqual(cycle);
  });

  it('a host that has nothing to say for a while is asked again', async () => {
    const { answers, actions } = await play('test_winrs_operation_timeout');
    expect(answers).toMatchObject([{ exitCode: 0, stdout: 'hi\nhi again\n', stderr: '' }]);
    const receives = ['Receive', 'Receive', 'Receive', 'Receive'];
    expect(actions).toEqual(['Create', 'Command', 'Send', ...receives, 'Signal', 'Delete']);
  });

  it('output in several pieces', async () => {
    const { answers, actions } = await play('test_winrs_send');
    expect(answers).toMatchObject([{ exitCode: 0, stdout: 'output 1\noutput 2\n', stderr: '' }]);
    expect(actions).toEqual(cycle);
  });

  it('one shell after the other', async () => {
    const { answers, actions } = await play('test_client_execute_cmd', 2);
    expect(answers).toMatchObject([
      { exitCode: 0, stdout: expect.stringContaining('Volume Serial Number') },
      { exitCode: 0, stdout: 'abc\r\n' },
    ]);
    expect(actions).toEqual([...cycle, ...cycle]);
  });

  it('a command that the host knows no more is lost, and never run again', async () => {
    const { answers, actions } = await play('test_winrs_bad_cmd_id');
    expect(answers).toMatchObject([{ code: 'connection-lost' }]);
    expect(actions).toEqual(cycle);
  });

  it('a host without PowerShell where it is looked for says so', async () => {
    const { answers, actions } = await play('test_winrs_no_cmd_shell');
    expect(answers).toMatchObject([
      { code: 'channel-refused', message: expect.stringContaining('powershell.exe') },
    ]);
    expect(actions).toEqual(['Create', 'Command', 'Delete']);
  });

  it('what is asked names the shell and the command as the host named them', async () => {
    const { asked } = await play('test_winrs_standard');
    const shell = '<w:Selector Name="ShellId">4283CBDC-3706-415B-88BD-B385F3E51A53</w:Selector>';
    const [create, ...others] = asked;
    expect(create?.envelope).not.toContain('Selector');
    for (const { envelope } of others) expect(envelope).toContain(shell);
    for (const { envelope } of others.slice(1, -1)) {
      expect(envelope).toContain('CommandId="CF84C20A-0A35-43FA-AF78-0B4711DA5F30"');
    }
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { newFakeWindows } from './fake-windows.ts';
import { openPowershellHost } from './open-powershell-host.ts';
import type { PowershellHost, PowershellRun } from './powershell-host.ts';

const bootstrap = [
  '[Console]::InputEncoding = New-Object System.Text.UTF8Encoding $false',
  '[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false',
  '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))',
].join('; ');

describeWith(['dotnet', 'gcc'], 'the PowerShell host', () => {
  let host: PowershellHost;
  const machine = newFakeWindows({ language: 'ko' });

  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  async function run(what: PowershellRun['what'], more: Partial<PowershellRun> = {}) {
    const answer = await host.run({ machine, what, ...more });
    const { end, exitCode } = answer;
    return { end, exitCode, stdout: answer.stdout.toString(), stderr: answer.stderr.toString() };
  }

  describe('gives the exit code of powershell.exe', () => {
    it.each([
      ['exit 7', 7],
      ['throw "x"', 1],
      ['nothing-of-this-name', 1],
      ['nothing-of-this-name; 1', 0],
      ['& { nothing-of-this-name }; exit 0', 0],
      ['1', 0],
    ])('%s: %i', async (script, code) => {
      expect(await run({ script })).toMatchObject({ end: 'exited', exitCode: code });
    });
  });

  it('takes a script from standard input by a bootstrap, in any characters', async () => {
    const answer = await run(
      { commandLine: encoded(bootstrap) },
      { stdin: '[Console]::Out.Write("이더넷 ü €"); exit 3' },
    );
    expect(answer).toEqual({ end: 'exited', exitCode: 3, stdout: '이더넷 ü €', stderr: '' });
  });

  it('writes in the code page of the language until told otherwise', async () => {
    const { stdout } = await host.run({
      machine,
      what: { script: '[Console]::Out.Write([string][char]0xC774)' },
    });
    expect([...stdout]).toEqual([0xc0, 0xcc]);
  });

  it('writes errors as CLIXML unless text is asked for', async () => {
    const xml = await run({ commandLine: encoded('throw "bad"') });
    expect(xml.stderr).toMatch(/^#< CLIXML\r\n<Objs .*<S S="Error">bad_x000D__x000A_/s);
    const text = await run({ commandLine: `${encoded('throw "bad"')} -OutputFormat Text` });
    expect(text.stderr).toMatch(/^bad\r\n/);
  });

  it('writes each line of an error as a text of its own, as a real host did', async () => {
    const real = readFileSync(new URL('recordings/clixml-error.xml', import.meta.url), 'utf8');
    const { stderr } = await run({ commandLine: encoded('fake cmdlet') });
    const texts = errorTexts(stderr);
    const recorded = errorTexts(real);
    // The message is that of a newer engine; the place and the id are the same.
    expect(texts.slice(2, 7)).toEqual(recorded.slice(2, 7));
  });

  it('ends a script that outruns its time', async () => {
    const answer = await run({ script: '"begun"; while ($true) { }' }, { timeLimit: 1000 });
    expect(answer).toMatchObject({ end: 'timed-out', exitCode: undefined, stdout: 'begun\r\n' });
  });

  it('says which version it is', async () => {
    const script = '[string]$PSVersionTable.PSVersion.Major + " " + $PSVersionTable.ContainsKey("PSEdition")';
    expect((await run({ script })).stdout).toBe('5 True\r\n');
    const old = newFakeWindows({ release: '2012R2' });
    expect((await run({ script }, { machine: old })).stdout).toBe('4 False\r\n');
  });

  it('leaves nothing of one script to the next, but its files', async () => {
    await run({
      script: '$left = 1; function Left { 1 }; Set-Content -LiteralPath C:\\ProgramData\\a.txt -Value left',
    });
    const answer = await run({
      script: 'Test-Path c:\\programdata\\A.TXT; $null -eq $left; Left',
    });
    expect(answer.stdout).toBe('True\r\nTrue\r\n');
    expect(answer.exitCode).toBe(1);
    expect(machine.state.files).toEqual({ 'C:\\ProgramData\\a.txt': 'left\r\n' });
  });
});

/** The texts of the error stream, without the blanks that set them in. */
function errorTexts(xml: string): readonly string[] {
  return [...xml.matchAll(/<S S="Error">(.*?)_x000D__x000A_<\/S>/g)].map((match) => (match[1] ?? '').trim());
}

function encoded(script: string): string {
  const text = Buffer.from(script, 'utf16le').toString('base64');
  return `C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -NoProfile -NonInteractive -EncodedCommand ${text}`;
}

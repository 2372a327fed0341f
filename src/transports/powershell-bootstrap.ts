import { Problem } from '../core/problem.ts';

/**
 * How a PowerShell script of any length reaches a Windows host, over WinRM and over SSH alike: the command line holds a
 * small bootstrap only, the script follows on standard input as lines of base64. No shell on the way can then damage it
 * (cmd.exe takes 8191 characters, and each login shell quotes in its own way), nor can any code page.
 */

/** The exit code by which the bootstrap says that the script did not arrive whole, and that nothing of it was run. */
export const scriptIncomplete = 1_836_411_973;

/** The exit code by which it says that it may not run scripts at all: a policy (WDAC, AppLocker) leaves simple commands only. */
export const languageConstrained = 1_836_411_974;

/** The problem that an exit code of the bootstrap is; undefined for those of scripts. */
export function bootstrapProblem(exitCode: number | undefined): Problem | undefined {
  switch (exitCode) {
    case scriptIncomplete:
      return new Problem(
        'connection-lost',
        'the script did not reach the host whole; nothing of it was run',
        {
          retryable: true,
          wayOut: 'try again; an overloaded host loses input',
        },
      );
    case languageConstrained:
      return new Problem(
        'channel-refused',
        'PowerShell runs in Constrained Language Mode there, which takes no script of vipfarm; nothing was run',
        { wayOut: 'have the policy (WDAC or AppLocker) except this account: docs/platforms/windows.md' },
      );
    default:
      return undefined;
  }
}

/**
 * Runs on every PowerShell from 3.0 on. The last line gives the length: what was cut short or came twice is not run.
 * A constrained language could not even read it. Its errors are plain text and not CLIXML, because of -OutputFormat.
 */
const bootstrap = `if($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage'){exit ${languageConstrained}}
$ProgressPreference='SilentlyContinue'
$u=New-Object System.Text.UTF8Encoding $false
try{[Console]::OutputEncoding=$u}catch{}
$b=New-Object System.Text.StringBuilder
while($true){$l=[Console]::In.ReadLine();if($l -eq $null -or $l.StartsWith('.')){break};[void]$b.Append($l)}
if($l -ne ('.'+$b.Length)){exit ${scriptIncomplete}}
& ([ScriptBlock]::Create($u.GetString([Convert]::FromBase64String($b.ToString()))))
`;

const command = [
  'powershell.exe',
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy Bypass',
  '-OutputFormat Text',
  `-EncodedCommand ${Buffer.from(bootstrap, 'utf16le').toString('base64')}`,
].join(' ');

/** The whole command line: it has no quotes and no characters that cmd, PowerShell or a POSIX shell would touch. */
export function powershellCommand(): string {
  return command;
}

/** Characters of one line; a console would take no more than 4096. */
const lineLength = 1000;

/** What goes to the standard input of that command, which may then be closed. ASCII. */
export function encodeScript(script: string): string {
  const encoded = Buffer.from(script, 'utf8').toString('base64');
  const lines = encoded.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return `${[...lines, `.${encoded.length}`].join('\n')}\n`;
}

import type { DoctorFinding } from '../core/diagnosis.ts';
import type { ScriptLanguage } from '../core/script-language.ts';
import type { Host } from '../inventory/fleet.ts';
import type { Answer, Session } from './transport.ts';

/** Asks the host who we are there and what it is: the last stages of an examination. @throws Problem of the session */
export async function examineShell(
  session: Session,
  host: Host,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const { language } = session;
  const answer = await session.run({ script: questions[language], asRoot: true, signal });
  return language === 'shell' ? judgeShell(host, answer) : judgePowershell(host, answer);
}

const questions: Readonly<Record<ScriptLanguage, string>> = {
  shell: 'id -u\nuname -a\n',
  powershell: `$identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal $identity
$elevated = $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
[Console]::Out.Write("$elevated\`n$([Environment]::OSVersion.VersionString), PowerShell $($PSVersionTable['PSVersion'])\`n")
exit 0
`,
};

function judgeShell(host: Host, answer: Answer): readonly DoctorFinding[] {
  const { stdout, exitCode, milliseconds } = answer;
  const [uid = '', system = ''] = stdout.split('\n');
  if (exitCode !== 0) {
    return [failedShell('/bin/sh', answer, `log in as ${host.user} by hand and run: id -u; uname -a`)];
  }
  if (uid !== '0') {
    const way = host.become === 'none' ? 'become is none' : `${host.become} was used`;
    const text = `${way}, and the user is number ${uid}, not root`;
    return [{ stage: 'become', ok: false, text, wayOut: 'set become to a way that makes this user root' }];
  }
  const way = host.user === 'root' ? 'by the login itself' : `by ${host.become}`;
  return [
    { stage: 'become', ok: true, text: `root, ${way}` },
    { stage: 'shell', ok: true, text: system, milliseconds },
  ];
}

function judgePowershell(host: Host, answer: Answer): readonly DoctorFinding[] {
  const { stdout, exitCode, milliseconds } = answer;
  const [elevated, system = ''] = stdout.split(/\r?\n/);
  if (exitCode !== 0 || (elevated !== 'True' && elevated !== 'False')) {
    return [failedShell('powershell.exe', answer, `log in as ${host.user} by hand and run: powershell.exe`)];
  }
  if (elevated === 'False') {
    const text = `${host.user} is no administrator in this session`;
    const wayOut =
      'use an administrator; a local one other than Administrator has full rights over WinRM only with LocalAccountTokenFilterPolicy=1 (docs/platforms/windows.md)';
    return [{ stage: 'become', ok: false, text, wayOut }];
  }
  return [
    { stage: 'become', ok: true, text: 'administrator, by the login itself' },
    { stage: 'shell', ok: true, text: system, milliseconds },
  ];
}

function failedShell(shell: string, { exitCode, stdout, stderr }: Answer, wayOut: string): DoctorFinding {
  const said = (stderr || stdout).trim().split('\n').at(-1) ?? '';
  const text = `${shell} ended with ${exitCode ?? 'no exit code'}${said === '' ? '' : `: ${said}`}`;
  return { stage: 'shell', ok: false, text, wayOut };
}

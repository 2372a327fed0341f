import { Problem, type ProblemCode } from '../../../core/problem.ts';
import type { Fault } from './reply.ts';

/** Numbers that something is done about. */
export const faultCode = {
  timedOut: 2_150_858_793,
  notFound: 2_150_858_843,
  operationQuota: 2_150_859_174,
  busy: 170,
} as const;

/** What a fault means to the operator: decided by its number, or else by its subcode, never by its text. */
export function faultProblem(fault: Fault): Problem {
  const meaning = byCode.get(fault.code ?? -1) ?? bySubcode.get(fault.subcode) ?? unknown;
  const number = fault.code === undefined ? fault.subcode : String(fault.code);
  const said = fault.text === '' ? '' : `; it says: ${fault.text}`;
  return new Problem(meaning.code, `${meaning.finding} (fault ${number}${said})`, {
    wayOut: meaning.wayOut,
    retryable: meaning.retryable ?? false,
  });
}

interface Meaning {
  readonly code: ProblemCode;
  readonly finding: string;
  readonly wayOut: string;
  readonly retryable?: boolean;
}

const unknown: Meaning = {
  code: 'channel-refused',
  finding: 'the host refused the request',
  wayOut:
    'look at the event log Microsoft-Windows-WinRM/Operational on the host; vipfarm doctor shows each step',
};

const denied: Meaning = {
  code: 'channel-refused',
  finding: 'the login is good, but this user may open no shell',
  wayOut:
    'is the user in Administrators or Remote Management Users, with leave in winrm configSDDL default? A local administrator other than the built-in one is refused unless LocalAccountTokenFilterPolicy is 1 (UAC remote filter)',
};

const unencrypted: Meaning = {
  code: 'login-rejected',
  finding: 'the host takes no messages in the clear',
  wayOut: 'use auth: ntlm or kerberos, which seal each message, or https: true',
};

const slow: Meaning = {
  code: 'channel-refused',
  finding: 'the host did not get it done in time',
  wayOut: 'it may be overloaded; try again',
  retryable: true,
};

const shellGone: Meaning = {
  code: 'connection-lost',
  finding: 'the host has no such shell or command any more',
  wayOut: 'was the WinRM service restarted, or the shell ended by somebody? Try again',
  retryable: true,
};

const quota: Meaning = {
  code: 'channel-refused',
  finding: 'a quota of the host is used up',
  wayOut:
    'who holds shells there? winrm enumerate shell, on the host; then raise MaxShellsPerUser, MaxConcurrentUsers, MaxProcessesPerShell or MaxConcurrentOperationsPerUser (winrm get winrm/config)',
  retryable: true,
};

const memory: Meaning = {
  code: 'channel-refused',
  finding: 'the host has no memory left for the shell',
  wayOut:
    'raise MaxMemoryPerShellMB (winrm get winrm/config/winrs), or look at what uses the memory of the host',
  retryable: true,
};

const byCode: ReadonlyMap<number, Meaning> = new Map([
  [5, denied],
  [0x80070005, denied],
  [faultCode.timedOut, slow],
  [faultCode.notFound, shellGone],
  [995, { ...shellGone, finding: 'the host ended the command before its end' }],
  [0x800703e3, { ...shellGone, finding: 'the host ended the command before its end' }],
  [
    0x800703fa,
    {
      ...shellGone,
      finding: 'the host has unloaded the profile of this user',
      wayOut: 'try again; if it recurs, restart the WinRM service on the host',
    },
  ],
  [faultCode.operationQuota, quota],
  [faultCode.busy, { ...slow, finding: 'the host is busy with another request for the same shell' }],
  [14, memory],
  [0x8007000e, memory],
  [
    87,
    {
      code: 'channel-refused',
      finding: 'the host does not know a parameter of the request',
      wayOut:
        'which release is it? 2012 R2 and later are supported; report it with the output of vipfarm doctor',
    },
  ],
  [
    2,
    {
      code: 'channel-refused',
      finding: 'the host finds no powershell.exe',
      wayOut:
        'is PowerShell on the path of the system there? (C:\\Windows\\System32\\WindowsPowerShell\\v1.0)',
    },
  ],
  [
    0x80070002,
    {
      code: 'channel-refused',
      finding: 'the host finds no powershell.exe',
      wayOut:
        'is PowerShell on the path of the system there? (C:\\Windows\\System32\\WindowsPowerShell\\v1.0)',
    },
  ],
]);

const bySubcode: ReadonlyMap<string, Meaning> = new Map([
  ['AccessDenied', denied],
  ['EncryptionRequired', unencrypted],
  ['TimedOut', slow],
  ['QuotaLimit', quota],
  [
    'EncodingLimit',
    {
      code: 'channel-refused',
      finding: 'the request is larger than the host allows',
      wayOut: 'raise MaxEnvelopeSizekb on the host: winrm set winrm/config @{MaxEnvelopeSizekb="500"}',
    },
  ],
  ['InvalidSelectors', shellGone],
  ['Concurrency', { ...slow, finding: 'the host is busy with another request for the same shell' }],
]);

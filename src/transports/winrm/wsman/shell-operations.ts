import { escapeXml, type Operation } from './envelope.ts';
import { terminate } from './names.ts';

/** Seconds that the host may take for anything but output. */
const usual = 20;

/**
 * Seconds after which the host says that there is no output yet, and is asked again: half of what it allows, so that
 * no firewall in between forgets a connection which is silent for a minute.
 */
const longPoll = 30;

/** Seconds after which the host deletes a shell that nobody asks anything of: one that could not be deleted is not left for long. */
const idle = 180;

export function createShell(): Operation {
  const streams =
    '<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>';
  return {
    action: 'create',
    options: { WINRS_NOPROFILE: 'TRUE', WINRS_CODEPAGE: '65001' },
    body: [`<rsp:Shell><rsp:IdleTimeOut>PT${idle}.000S</rsp:IdleTimeOut>${streams}</rsp:Shell>`],
    timeout: usual,
  };
}

export function startCommand(shellId: string, line: string): Operation {
  return {
    action: 'command',
    shellId,
    // Servers before 2012 R2 give a console, and no standard input, without the first one.
    options: { WINRS_CONSOLEMODE_STDIN: 'FALSE', WINRS_SKIP_CMD_SHELL: 'FALSE' },
    body: [`<rsp:CommandLine><rsp:Command>${escapeXml(line)}</rsp:Command></rsp:CommandLine>`],
    timeout: usual,
  };
}

/** @param input in base64 */
export function sendInput(shellId: string, commandId: string, input: string, isLast: boolean): Operation {
  const end = isLast ? ' End="true"' : '';
  const stream = `<rsp:Stream Name="stdin" CommandId="${escapeXml(commandId)}"${end}>`;
  return {
    action: 'send',
    shellId,
    body: ['<rsp:Send>', stream, input, '</rsp:Stream></rsp:Send>'],
    timeout: usual,
  };
}

export function receiveOutput(shellId: string, commandId: string): Operation {
  const desired = `<rsp:DesiredStream CommandId="${escapeXml(commandId)}">stdout stderr</rsp:DesiredStream>`;
  return {
    action: 'receive',
    shellId,
    body: ['<rsp:Receive>', desired, '</rsp:Receive>'],
    timeout: longPoll,
  };
}

/** Ends a command, or lets go of one that has ended. */
export function terminateCommand(shellId: string, commandId: string): Operation {
  const code = `<rsp:Code>${terminate}</rsp:Code>`;
  return {
    action: 'signal',
    shellId,
    body: [`<rsp:Signal CommandId="${escapeXml(commandId)}">${code}</rsp:Signal>`],
    timeout: usual,
  };
}

export function deleteShell(shellId: string): Operation {
  return { action: 'delete', shellId, body: [], timeout: usual };
}

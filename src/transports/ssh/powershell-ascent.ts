import type { ScriptLanguage } from '../../core/script-language.ts';
import type { Host } from '../../inventory/fleet.ts';
import { encodeScript, powershellCommand } from '../powershell-bootstrap.ts';
import type { Ascent } from './ascent.ts';

/**
 * What a server runs its commands in. Microsoft's names its system when it greets (version.h of Win32-OpenSSH); for others on
 * Windows (Cygwin, Bitvise) the inventory has to say `os: windows`.
 */
export function languageOf(host: Pick<Host, 'os'>, software: string): ScriptLanguage {
  if (host.os !== undefined) return host.os === 'windows' ? 'powershell' : 'shell';
  return software.includes('OpenSSH_for_Windows_') ? 'powershell' : 'shell';
}

/**
 * The same for cmd, powershell and pwsh as login shell: the line has nothing that one of them would touch. Nobody has to
 * become anybody: an administrator's login over SSH has its full rights already. Without a terminal, which would wrap lines.
 */
export function powershellAscent(script: string): Ascent {
  return {
    line: powershellCommand(),
    terminal: false,
    mark: undefined,
    prompt: undefined,
    body: encodeScript(script),
    sendAtOnce: true,
  };
}

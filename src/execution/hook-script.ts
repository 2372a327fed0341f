import { type Command, quoteCommand, quotePowershell } from '../core/quoting.ts';
import type { ScriptLanguage } from '../core/script-language.ts';

/** A script that is one program with its arguments, and ends as it does. `limit`: milliseconds. */
export function hookScript(command: Command, language: ScriptLanguage, limit: number): string {
  if (language === 'shell') return guardedScript(quoteCommand(command), Math.ceil(limit / 1000));
  return `& ${command.map(quotePowershell).join(' ')}\nexit $LASTEXITCODE\n`;
}

/**
 * The program gets a process group of its own, which is killed when the time is up, or when nobody waits for it any more:
 * then the input of the script ends, or on a terminal it is hung up. A server ends no command when its session is lost.
 * A shell reads a compound command to its end before it begins, so whoever watches the input takes nothing of the script.
 */
function guardedScript(command: string, seconds: number): string {
  return `{
exec 3<&0 </dev/null
apart=; if command -v setsid; then apart=setsid; else set -m; fi >/dev/null 2>&1
$apart ${command} 3<&- &
hook=$!
set +m
end_hook() { kill -s KILL -- "-$hook" || kill -s KILL "$hook"; }
listens=yes; [ -t 1 ] && listens=
(
trap 'kill $nap; exit' TERM
trap 'end_hook; kill $nap; exit' HUP
sleep ${seconds} 3<&- &
nap=$!
[ -z "$listens" ] || { cat <&3; kill $nap; } &
wait $nap
end_hook
) >/dev/null 2>&1 &
watch=$!
wait "$hook"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
}
`;
}

/**
 * A whole script: the program as a block, which is parsed with the script and whose own text is what the host's task runs
 * later, and the call that starts it. A script that was cut off somewhere has an open brace, so nothing of it runs.
 *
 * The preferences are global, because the cmdlets of modules do not see those of a script. `exit` is what tells a shell
 * that all went as it should: what went wrong is in the answer.
 */
export function asScript(program: string, call: string): string {
  return `& {
$vipProgram = {
${preferences}
${program}
}
. $vipProgram
${call}
}
exit 0
`;
}

const preferences = `Set-StrictMode -Version 2.0
$global:ErrorActionPreference = 'Stop'; $global:ProgressPreference = 'SilentlyContinue'; $global:ConfirmPreference = 'None'`;

import type { CheckOptions, Finding, PowershellHost } from './powershell-host.ts';

/** The findings as lines for a test's message, empty when a script is all right: `3:5 newer-operator: $a ?? 1`. */
export async function checkScript(
  host: PowershellHost,
  text: string,
  options: CheckOptions,
): Promise<readonly string[]> {
  return (await host.check(text, options)).map(describeFinding);
}

function describeFinding({ line, column, rule, text }: Finding): string {
  return `${line}:${column} ${rule}: ${text}`;
}

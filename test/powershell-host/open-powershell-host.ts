import { buildProgram } from './build-program.ts';
import type { Finding, PowershellAnswer, PowershellHost, PowershellRun } from './powershell-host.ts';
import { startProgram } from './program-connection.ts';

const defaultTimeLimit = 60_000;
/** What the program gets beyond a script's time limit before it counts as broken, in milliseconds. */
const grace = 30_000;

/** Starts the program, built first where that has not been done for these sources. It needs `dotnet`. */
export async function openPowershellHost(): Promise<PowershellHost> {
  const program = startProgram(await buildProgram());
  return {
    run: (run) => runScript(program, run),
    async check(text, options): Promise<readonly Finding[]> {
      const answer = await program.ask(
        { operation: 'check', script: text, ...options },
        grace,
        () => undefined,
      );
      return answer['findings'] as readonly Finding[];
    },
    [Symbol.asyncDispose]: () => program.stop(),
  };
}

async function runScript(
  program: ReturnType<typeof startProgram>,
  run: PowershellRun,
): Promise<PowershellAnswer> {
  const pieces = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const timeLimit = run.timeLimit ?? defaultTimeLimit;
  const request = {
    operation: 'run',
    ...run.what,
    machine: run.machine.state,
    stdin: Buffer.from(run.stdin ?? '').toString('base64'),
    timeLimit,
    ...(run.asSystem === undefined ? {} : { asSystem: run.asSystem }),
    ...(run.codePage === undefined ? {} : { codePage: run.codePage }),
  };
  const answer = await program.ask(request, timeLimit + grace, (stream, bytes) => {
    pieces[stream].push(bytes);
    run.onOutput?.(stream, bytes);
  });
  run.machine.state = answer['machine'] as PowershellRun['machine']['state'];
  return {
    end: answer['end'] as PowershellAnswer['end'],
    exitCode: (answer['exitCode'] ?? undefined) as number | undefined,
    stdout: Buffer.concat(pieces.stdout),
    stderr: Buffer.concat(pieces.stderr),
    calls: answer['calls'] as PowershellAnswer['calls'],
  };
}

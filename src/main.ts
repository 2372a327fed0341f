#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import yargs from 'yargs';
import { refuseRepeated } from './cli/arguments.ts';
import type { CommandDefinition } from './cli/command.ts';
import { commands } from './cli/commands.ts';
import { heedSignals } from './cli/interruption.ts';
import { outliveOutput } from './cli/outlive-output.ts';
import { redactOutput } from './cli/redact-output.ts';
import { version } from './cli/version.ts';
import { type ExitCode, exitCodeOfProblem, exitCodes } from './core/outcome.ts';
import { asProblem, describeProblem, Problem } from './core/problem.ts';
import { Redactor } from './core/secret.ts';

/** Parses the command line, runs the chosen command, and turns its outcome into the exit code. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const interruption = heedSignals();
  outliveOutput(interruption.interrupt);
  const redactor = new Redactor();
  for (const stream of [process.stdout, process.stderr]) redactOutput(stream, redactor);
  // Every open session and every host that waits for its turn listens; Node would warn from the eleventh on.
  setMaxListeners(0);
  // Where words are only to be completed, half a command is no mistake.
  const completing = words.includes('--get-yargs-completions');
  let exitCode: ExitCode = exitCodes.ok;
  const parser = yargs([...words])
    .scriptName('vipfarm')
    .usage('$0 VERB [POOL...]')
    .strict(!completing)
    .demandCommand(completing ? 0 : 1, 'a verb is missing; vipfarm --help lists them')
    .recommendCommands()
    .exitProcess(false)
    .help()
    .version(version)
    .completion('completion', 'print a completion script for bash or zsh', complete)
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .fail((message, error) => {
      throw error ?? new Problem('usage', message, { wayOut: 'see vipfarm --help' });
    });
  for (const command of commands) {
    register(parser, command, async (args) => {
      if (completing) return;
      refuseRepeated(args, command);
      // What a session leaves behind is dead at once: room for it that doubles up to 48 MB is memory kept, not time won.
      // Until here, while the program was loaded, it has doubled once. Where a thousand sessions wait for their turn, the
      // same objects would be copied again and again in so small a room: 1 ms a host.
      if (command.holdsSessions !== true) setFlagsFromString('--semi-space-growth-factor=1');
      const { run } = await command.load();
      exitCode = await run(args, {
        stdin: process.stdin,
        stdout: process.stdout,
        stderr: process.stderr,
        environment: process.env,
        redactor,
        ...interruption,
      });
    });
  }
  await parser.parseAsync();
  return exitCode;
}

/** Verbs and options as yargs knows them, and after a verb the pools of the inventory. */
function complete(
  current: string,
  args: { readonly _?: unknown },
  usual: (done: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): void {
  usual((_error, words = []) => {
    const verb = Array.isArray(args._) ? String(args._[1] ?? '') : '';
    const takesPools = commands.some((command) => command.usage === `${verb} [pools..]`);
    if (!takesPools || current.startsWith('-')) return done(words);
    import('./cli/complete.ts').then(
      ({ completePools }) => done([...words, ...completePools(current, process.env)]),
      () => done(words),
    );
  });
}

function register(
  parser: ReturnType<typeof yargs>,
  command: CommandDefinition,
  handler: (args: Record<string, unknown>) => Promise<void>,
): void {
  parser.command(
    command.usage,
    command.summary,
    (builder) => {
      builder.options(command.options);
      for (const [line, meaning] of command.examples) builder.example(`$0 ${line}`, meaning);
    },
    handler,
  );
}

// A run waits more than it computes. Compiled at V8's usual eagerness, its code is a tenth of what a run of 500 hosts
// costs, and has not paid for itself by the end; what goes on being used is compiled a little later.
// Later still, at a budget of 1000000, 1,000 hosts take 2 MB less and 2 percent more time.
// And a room for young objects as small as the one of a run is emptied sooner than other threads are told to help.
// And what lives long is looked through when it has grown by half, or by 8 MB: by itself V8 lets an audit of 1,000 hosts
// gather 30 MB of sessions that have ended. 15 MB less while it goes on, and no more time, within the noise.
// Measured with the engine of Node 20; later ones may not know a flag, and would say so on standard error.
if (process.versions.v8.startsWith('11.')) {
  setFlagsFromString('--interrupt-budget=400000');
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--heap-growing-percent=50');
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const problem = asProblem(thrown);
  const ours = problem.code === 'internal';
  process.stderr.write(
    ours
      ? `vipfarm: internal error (this is a defect of vipfarm, not of your farm)\n${problem.stack ?? problem.message}\n`
      : `vipfarm: ${describeProblem(problem)}\n`,
  );
  process.exitCode = exitCodeOfProblem(problem);
}

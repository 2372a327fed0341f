/**
 * `npm run bench -- [PART...] [--hosts 200,1000] [--fanout 64] [--rounds 3] [--write]`: measures the parts that are named,
 * or all of them, and prints what it found; `--write` puts it into docs/performance.md.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { mustRun } from '../lab/run-command.ts';
import { missing } from '../prerequisites.ts';
import { change } from './change.ts';
import { fanOut } from './fan-out.ts';
import { growth } from './growth.ts';
import { hang } from './hang.ts';
import { lint } from './lint.ts';
import { describeLoad, describeMachine, describeTools } from './machine.ts';
import { isApart, layNetwork, runApart } from './namespace.ts';
import { writeSection } from './page.ts';
import type { BenchPart } from './parts.ts';
import { rollout } from './rollout.ts';
import { startUp } from './start-up.ts';
import { winrm } from './winrm.ts';

const parts: readonly BenchPart[] = [startUp, lint, fanOut, growth, change, rollout, winrm, hang];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hosts: { type: 'string' },
    fanout: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(
    `no part is called ${unknown.join(', ')}; there are: ${parts.map((part) => part.name).join(', ')}`,
  );
  process.exit(64);
}
if (isApart()) {
  await layNetwork();
  for (const part of parts.filter(({ name }) => positionals.includes(name))) await runPart(part);
} else {
  await mustRun(['npm', 'run', '--silent', 'build']);
  await mustRun(['node_modules/.bin/tsc', '-p', 'test/bench/tsconfig.json']);
  const wanted = parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const options = process.argv.slice(2).filter((word) => !positionals.includes(word));
  for (const { name, needs } of wanted) {
    const reason = missing(...needs);
    if (reason !== undefined) console.log(`${name}: skipped, ${reason}`);
    else process.exitCode = Math.max(Number(process.exitCode ?? 0), runApart([name, ...options]));
  }
}

async function runPart(part: BenchPart): Promise<void> {
  const load = describeLoad();
  const measured = await part.run({
    hosts: values.hosts?.split(',').map(Number) ?? part.hosts,
    fanout: Number(values.fanout),
    rounds: Number(values.rounds),
    say: (line) => console.error(line),
  });
  const effort = `Fan-out ${values.fanout}, rounds: ${values.rounds}; ${load}.`;
  const section = [...measured, '', `${describeMachine()}; ${describeTools()}. ${effort}`];
  console.log(`\n${part.name}\n\n${section.join('\n')}`);
  if (values.write) writeSection(part.name, section);
}

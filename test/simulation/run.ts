import process from 'node:process';
import { simulate } from './simulate.ts';

/** `SEED=4711 npx tsx test/simulation/run.ts --verbose` tells one night; `SEEDS=1000 FROM=1` plays many. */
const one = process.env['SEED'];
const isVerbose = process.argv.includes('--verbose');
if (one !== undefined) {
  const { stories, violations, events } = await simulate(Number(one), isVerbose);
  for (const line of stories) console.log(line);
  console.log(violations.join('\n') || `seed ${one}: ${events} events, every invariant held`);
  process.exitCode = violations.length > 0 ? 1 : 0;
} else {
  const from = Number(process.env['FROM'] ?? 1);
  const seeds = Number(process.env['SEEDS'] ?? 1000);
  const begun = Date.now();
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violations } = await simulate(seed);
    if (violations.length === 0) continue;
    failed += 1;
    if (failed <= 20) console.log(`seed ${seed}: ${violations[0]}`);
  }
  console.log(`${seeds} seeds, ${failed} failed, ${((Date.now() - begun) / seeds).toFixed(2)} ms each`);
}

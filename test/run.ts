import process from 'node:process';
import { nothingMayBeSkipped } from './prerequisites.ts';
import { parts } from './runner/part.ts';
import { runPart } from './runner/run-part.ts';
import { describeTally, sum, type Tally } from './runner/tally.ts';

/** `npm test` runs every part; `npm test -- unit lab` runs these. The last line is the sum. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(
    `no part is called ${unknown.join(', ')}; there are: ${parts.map((part) => part.name).join(', ')}`,
  );
  process.exit(64);
}

const manner = { mayBeSkipped: !nothingMayBeSkipped, say: (line: string) => console.log(line) };
const tallies: Tally[] = [];
for (const part of parts) {
  if (wanted.length === 0 || wanted.includes(part.name)) tallies.push(await runPart(part, manner));
}
const total = sum(tallies);
console.log(describeTally(total));
process.exitCode = total.failed > 0 ? 1 : 0;

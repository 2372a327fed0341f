import process from 'node:process';
import { nothingMayBeSkipped } from './prerequisites.ts';
import { checks } from './runner/part.ts';
import { runPart } from './runner/run-part.ts';
import { sum, type Tally } from './runner/tally.ts';

/** `npm run check`: format, lint, types, structure, generated docs. */
const manner = { mayBeSkipped: !nothingMayBeSkipped, say: (line: string) => console.log(line) };
const tallies: Tally[] = [];
for (const check of checks) tallies.push(await runPart(check, manner));
process.exitCode = sum(tallies).failed > 0 ? 1 : 0;

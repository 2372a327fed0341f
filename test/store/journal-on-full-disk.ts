import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { RunEvent } from '../../src/core/event.ts';
import { openRunFolder } from '../../src/store/run-folder.ts';

/**
 * `journal-on-full-disk.ts FOLDER`: keeps a journal on a disk that gets full, makes room, keeps one line more, then says
 * what became of it.
 */
const [disk = ''] = process.argv.slice(2);
const run = openRunFolder({ root: join(disk, 'runs'), name: 'web', now: new Date(), redact: (text) => text });
run.journal(lineOf(0));
const filler = join(disk, 'filler');
try {
  writeFileSync(filler, Buffer.alloc(1 << 22));
} catch {
  // That was the room of the disk; the journal has what is left in the page that it began.
}
let written = 1;
for (; run.lost() === undefined; written += 1) run.journal(lineOf(written));
rmSync(filler);
run.journal(lineOf(written));
const lines = readFileSync(join(run.path, 'journal.jsonl'), 'utf8').split('\n');
console.log(
  JSON.stringify({
    lost: run.lost()?.code,
    // All but the one that did not fit; the text ends behind the last line.
    missing: written - (lines.length - 1),
    torn: lines.slice(0, -1).filter((line) => !isWhole(line)).length,
  }),
);

function lineOf(number: number): RunEvent {
  return { kind: 'host-contacted', host: `web${String(number).padStart(300, '0')}` };
}

function isWhole(line: string): boolean {
  try {
    return JSON.parse(line) !== null;
  } catch {
    return false;
  }
}

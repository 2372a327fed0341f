import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../../src/core/problem.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { aRun } from './a-run.ts';

/** `record-on-full-disk.ts FOLDER`: records runs until the disk is full, then says what became of the store. */
const [disk = ''] = process.argv.slice(2);
try {
  await using store = await openStore({
    environment: {},
    database: join(disk, 'history.db'),
    root: '/nowhere',
  });
  const { problem, recorded } = await fill(store);
  const { runs, faults } = await store.history.verify();
  console.log(JSON.stringify({ problem: problem.code, isWhole: runs === recorded && runs > 0, faults }));
} catch (thrown) {
  console.log(JSON.stringify({ notOpened: thrown instanceof Problem ? thrown.code : String(thrown) }));
}

/** With journals that cannot be compressed. */
async function fill(store: Store): Promise<{ problem: Problem; recorded: number }> {
  for (let recorded = 0; ; recorded += 1) {
    try {
      await store.history.record({ ...aRun(recorded), journal: randomBytes(30_000).toString('hex') });
    } catch (thrown) {
      if (thrown instanceof Problem) return { problem: thrown, recorded };
      throw thrown;
    }
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { pages } from './pages.ts';

/**
 * `npm run generate` writes the pages that are made from the code; with `--check` it only says which of them are not
 * what the code would make now.
 */
const onlyCheck = process.argv.includes('--check');
let stale = 0;
for (const page of pages) {
  const wanted = page.content();
  if (wanted === (await contentOf(page.path))) continue;
  stale += 1;
  if (onlyCheck) {
    console.error(`${page.path} is not up to date; run: npm run generate`);
  } else {
    await mkdir(dirname(page.path), { recursive: true });
    await writeFile(page.path, wanted);
    console.log(`${page.path} written`);
  }
}
if (onlyCheck && stale > 0) process.exitCode = 1;

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

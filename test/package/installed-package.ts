import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** vipfarm as a user gets it: packed from a clean copy of the sources, then installed into an empty folder. */
export interface InstalledPackage {
  /** The folder with the node_modules. */
  readonly folder: string;
  /** The clean copy that was packed; its path must not be found in the package. */
  readonly packedFrom: string;
  remove(): void;
}

/** Packing builds, and must not disturb the dist/ of this folder: so it is done in a copy. */
export function packAndInstall(): InstalledPackage {
  const scratch = mkdtempSync(join(tmpdir(), 'vipfarm-package-'));
  const packedFrom = join(scratch, 'source');
  const folder = join(scratch, 'installed');
  const remove = () => rmSync(scratch, { recursive: true });
  try {
    copySources(packedFrom);
    npm(packedFrom, 'pack', '--pack-destination', scratch);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', archiveIn(scratch));
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return { folder, packedFrom, remove };
}

/** What git knows or would add, and this folder's node_modules to build with. */
function copySources(target: string): void {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of new Set(listing.toString().split('\0').filter(Boolean))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(file, join(target, file));
  }
  symlinkSync(resolve('node_modules'), join(target, 'node_modules'));
}

/** The archive's name has the version in it. */
function archiveIn(folder: string): string {
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm pack wrote no archive');
  return join(folder, archive);
}

function npm(folder: string, ...words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('npm', [...words], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} ended with ${status}\n${stdout}${stderr}`);
}

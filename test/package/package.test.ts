import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { commands } from '../../src/cli/commands.ts';
import { exitCodes } from '../../src/core/outcome.ts';
import { type InstalledPackage, packAndInstall } from './installed-package.ts';

describe('the package, installed into an empty folder', () => {
  let installed: InstalledPackage | undefined;
  beforeAll(() => {
    installed = packAndInstall();
  }, 300_000);
  afterAll(() => installed?.remove());

  it('says its version', () => {
    expect(vipfarm('--version').trim()).toBe(packageFile.version);
  });

  it('lists every command', () => {
    const help = vipfarm('--help');
    for (const command of commands) expect(help).toContain(command.summary.slice(0, 30));
  });

  it('finds nothing wrong with the example fleets that it brings along', () => {
    const examples = filesOfPackage().filter((file) => /^inventory\/.*\.yaml$/.test(file));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) vipfarm('lint', '-i', join('node_modules/vipfarm', example));
  });

  it('holds the compiled program, the documentation and the examples, and nothing else', () => {
    const places = new Set(filesOfPackage().map((file) => file.split('/')[0]));
    expect([...places].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'inventory',
      'package.json',
    ]);
    expect(filesOfPackage().filter((file) => file.endsWith('.ts'))).toEqual([]);
  });

  it('names no folder of the machine that packed it', () => {
    const { packedFrom } = there();
    const telling = filesOfPackage().filter((file) => {
      const text = readFileSync(join(packageFolder(), file), 'utf8');
      return text.includes(packedFrom) || text.includes(`${process.cwd()}/`);
    });
    expect(telling).toEqual([]);
  });

  it('says where to get the simulated systems of the demo, which are no part of it', () => {
    const program = 'node_modules/.bin/vipfarm';
    const { status, stderr } = spawnSync(program, ['demo', '--mixed'], {
      cwd: there().folder,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/no part of the installed package; run it in a clone/);
    expect(status).toBe(exitCodes.internal);
  });

  function vipfarm(...words: readonly string[]): string {
    return execFileSync('node_modules/.bin/vipfarm', [...words], { cwd: there().folder, encoding: 'utf8' });
  }

  function there(): InstalledPackage {
    if (installed === undefined) throw new Error('the package is not installed');
    return installed;
  }

  function packageFolder(): string {
    return join(there().folder, 'node_modules/vipfarm');
  }

  function filesOfPackage(): readonly string[] {
    return readdirSync(packageFolder(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder().length + 1));
  }
});

describe('the development install', () => {
  it('compiled nothing, so that it needs no compiler', () => {
    const built = ['ssh2/lib/protocol/crypto/build', 'cpu-features/build'];
    expect(built.filter((folder) => existsSync(join('node_modules', folder)))).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeScratch } from '../servers/scratch.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());

const library = pathToFileURL(
  fileURLToPath(new URL('../../../src/transports/winrm/gssapi/library.ts', import.meta.url)),
).href;
const program = `import(${JSON.stringify(library)}).then(({ loadGss }) => loadGss()).then(
  () => console.log('loaded'),
  (problem) => console.log(problem.code, '|', problem.message, '|', problem.wayOut),
);`;

/** What loading the library says in a process of its own, in which a module or a library cannot be found. */
function load(hooks: string, environment: Readonly<Record<string, string>> = {}): string {
  const file = join(scratch.folder, 'hooks.mjs');
  writeFileSync(file, hooks);
  const register = `data:text/javascript,import{register}from'node:module';register(${JSON.stringify(pathToFileURL(file).href)})`;
  return execFileSync(
    process.execPath,
    ['--import', 'tsx', '--import', register, '--input-type=module', '-e', program],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
}

it('Kerberos without koffi says what was left out, and how to get it', () => {
  const said = load(`export function resolve(name, context, next) {
    if (name === 'koffi') throw new Error('there is no koffi');
    return next(name, context);
  }`);
  expect(said).toMatch(/^login-rejected \| .*koffi.* \| install vipfarm with its optional packages/);
});

it('Kerberos without the library of the system names its package', () => {
  const said = load(`export async function load(url, context, next) {
    const loaded = await next(url, context);
    if (!url.endsWith('/gssapi/library.ts')) return loaded;
    return { ...loaded, source: String(loaded.source).replace('libgssapi_krb5.so.2', 'libgssapi_absent.so.2') };
  }`);
  expect(said).toMatch(
    /^login-rejected \| .*libgssapi_absent\.so\.2 cannot be loaded \| install it \(Debian: libgssapi-krb5-2/,
  );
});

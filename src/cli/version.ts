import { readFileSync } from 'node:fs';

const packageFile: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** The version in package.json, which lies two folders above this file in src/ and in dist/ alike. */
export const version = packageFile.version;

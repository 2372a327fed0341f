/**
 * `bare-yaml FILE [--all-keys]`: parses the file with the yaml package and does nothing else. What `vipfarm lint` is
 * held against. With --all-keys the package also searches for duplicate keys, its default, in quadratic time.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseDocument } from 'yaml';

const [file = '', option] = process.argv.slice(2);
const { errors } = parseDocument(readFileSync(file, 'utf8'), { uniqueKeys: option === '--all-keys' });
console.log(`${errors.length} errors`);

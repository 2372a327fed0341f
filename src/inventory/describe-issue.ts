import type { z } from 'zod';
import { didYouMean } from '../core/nearest-word.ts';
import { type Complaint, complain, type FilePath } from './complaint.ts';
import { knownKeys } from './json-schema.ts';
import { valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong in form, in the words of the file and not of the schema. A secret's value is never shown. */
export function complainAboutIssue(issue: Issue, values: unknown): readonly Complaint[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const value = path.reduce<unknown>(valueAt, values);
  if (isSecret(path) && value !== null) return [literalSecret(path)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
  if (value === undefined) return [missingKey(issue, path)];
  const wanted = wantedBy(issue);
  const wayOut = issue.code === 'invalid_value' ? nearMiss(value, issue.values) : undefined;
  const message = `${titleOf(path)} takes ${wanted}, not ${shown(value)}`;
  return [complain('error', 'wrong-value', path, message, wayOut === undefined ? {} : { wayOut })];
}

/** What was probably meant: a word that is spelled otherwise, or a number that stands in quotes. */
function nearMiss(value: unknown, allowed: readonly unknown[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (allowed.map(String).includes(value)) return 'write it without quotes';
  return didYouMean(
    value,
    allowed.filter((word) => typeof word === 'string'),
  );
}

function unknownKey(path: FilePath, key: string): Complaint {
  const known = knownKeys(path);
  const inside = path.length > 2 ? ` in ${titleOf(path)}` : '';
  const wayOut = didYouMean(key, known) ?? (known.length > 8 ? undefined : `known are ${known.join(', ')}`);
  return complain('error', 'unknown-key', [...path, key], `unknown key "${key}"${inside}`, {
    atKey: true,
    ...(wayOut !== undefined && { wayOut }),
  });
}

function missingKey(issue: Issue, path: FilePath): Complaint {
  return complain('error', 'missing-key', path, `the key "${path.at(-1)}" is missing`, {
    atKey: true,
    wayOut: `it takes ${wantedBy(issue)}`,
  });
}

const secretKeys: readonly unknown[] = ['password', 'passphrase', 'becomePassword'];

/** Not so for a pool that has such a name. */
function isSecret(path: FilePath): boolean {
  return secretKeys.includes(path.at(-1)) && path.length > (path[0] === 'defaults' ? 1 : 2);
}

/** Whatever stands there and is no reference may hold the secret somewhere. */
function literalSecret(path: FilePath): Complaint {
  const what = path.at(-1) === 'passphrase' ? 'passphrase' : 'password';
  return complain('error', 'literal-secret', path, `a ${what} does not belong in this file`, {
    wayOut: 'use { env: NAME } or { command: [...] }',
  });
}

/** The schema's own words where it has some, else what its kind of issue says. */
function wantedBy(issue: Issue): string {
  if (issue.code === 'invalid_value' && issue.values.length > 1) return oneOf(issue.values.map(String));
  if (issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record'))
    return 'a map';
  return issue.message;
}

function oneOf(words: readonly string[]): string {
  return words.length === 2 ? words.join(' or ') : `one of ${words.join(', ')}`;
}

/** The keys below the thing that the message is about: `rollout.maxFail`. */
function titleOf(path: FilePath): string {
  const named = path[0] === 'defaults' ? path.slice(1) : path.length === 1 ? path : path.slice(2);
  const keys = named.filter((step) => typeof step === 'string');
  return keys.length > 0 ? keys.join('.') : path.length === 0 ? 'the file' : 'it';
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 36)}..."` : text;
}

import { didYouMean } from '../../core/nearest-word.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import type { Hook, Hooks } from '../rollout-schema.ts';
import type { Inventory } from '../schema.ts';

/** Hooks run where there is something to log in to, and name only what can be filled in. */
export function checkHooks({ inventory }: Reading): readonly Complaint[] {
  return Object.entries(inventory.pools).flatMap(([name, pool]) => {
    const path = ['pools', name, 'rollout', 'hooks'];
    return entriesOf(pool.rollout?.hooks).flatMap(([key, hook]) => [
      ...checkPlace(hook, key, pool, inventory, [...path, key]),
      ...hook.run.flatMap((argument, at) => checkArgument(argument, key, pool, [...path, key, 'run', at])),
    ]);
  });
}

type Pool = Inventory['pools'][string];

function entriesOf(hooks: Hooks = {}): readonly (readonly [string, Hook])[] {
  return Object.entries(hooks).flatMap(([key, hook]) => (hook === undefined ? [] : [[key, hook] as const]));
}

function checkPlace(
  { on }: Hook,
  key: string,
  pool: Pool,
  { directors = {} }: Inventory,
  path: FilePath,
): readonly Complaint[] {
  if (on === 'host' && isAroundBatch(key)) {
    const message = `${key} is about a batch, so there is no one host that it could run on`;
    return [senseless([...path, 'on'], message, 'let it run on the controller or the director')];
  }
  if (on !== 'director') return [];
  const { director } = pool;
  if (director === undefined)
    return [senseless([...path, 'on'], 'the pool has no director to run it on', 'name one with director:')];
  if (!Object.hasOwn(directors, director) || directors[director]?.host !== undefined) return [];
  const message = `director ${director} has no host that vipfarm could log in to`;
  return [senseless([...path, 'on'], message, `add host: NAME to director ${director}, an entry of hosts`)];
}

const placeholders = ['host', 'address', 'vip', 'port', 'pool', 'run', 'batch'];

/** A pair of braces around a word or around nothing; those of JSON have quotes or spaces in them. */
const braces = /\{(\w*)\}/g;

function checkArgument(argument: string, key: string, pool: Pool, path: FilePath): readonly Complaint[] {
  return [...argument.matchAll(braces)].flatMap(([written, name = '']) => {
    if (!placeholders.includes(name)) {
      const known = `known are ${placeholders.map((each) => `{${each}}`).join(', ')}`;
      const meant = name === '' ? undefined : didYouMean(name, placeholders);
      const wayOut = meant?.replace(/"(\w+)"/, '"{$1}"') ?? known;
      return [senseless(path, `nothing is known that ${written} stands for`, wayOut)];
    }
    if (isAroundBatch(key) && (name === 'host' || name === 'address')) {
      return [
        senseless(path, `${key} is about a batch, so ${written} stands for no one host`, 'use {batch}'),
      ];
    }
    if (name === 'port' && (pool.services ?? []).length === 0) {
      return [senseless(path, 'the pool has no services, so {port} stands for nothing', 'add services:')];
    }
    return [];
  });
}

function isAroundBatch(key: string): boolean {
  return key === 'beforeBatch' || key === 'afterBatch';
}

function senseless(path: FilePath, message: string, wayOut: string): Complaint {
  return complain('error', 'hook-senseless', path, message, { wayOut });
}

import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inventorySchemaJson } from '../../src/inventory/json-schema.ts';
import { lintInventory } from '../../src/inventory/lint-inventory.ts';
import { loadFleet } from '../../src/inventory/load-fleet.ts';
import { starterInventory } from '../../src/inventory/starter.ts';

const files = readdirSync('inventory')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `inventory/${name}`);
const texts: readonly (readonly [string, string])[] = [
  ...files.map((file) => [file, readFileSync(file, 'utf8')] as const),
  ['what vipfarm init writes', starterInventory],
];
const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(inventorySchemaJson());

describe('the example inventories', () => {
  it.each(texts)('%s has nothing for lint to say', (file, text) => {
    expect(lintInventory(file, text).findings).toEqual([]);
  });

  it.each(texts)('%s becomes a fleet', async (file, text) => {
    const fleet = await loadFleet(file, text);
    expect(fleet.hosts.size).toBeGreaterThan(0);
  });

  it.each(texts)('%s fits the JSON Schema that editors use', (_, text) => {
    isValid(parse(text, { merge: true }));
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('are those that the schema refuses when a key is misspelled', () => {
    expect(isValid(parse(starterInventory.replace('members:', 'member:')))).toBe(false);
  });
});

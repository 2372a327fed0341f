import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { markdownFiles } from './source.ts';

const schema = JSON.parse(readFileSync('docs/inventory.schema.json', 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

const examples = markdownFiles().flatMap((path) => {
  const blocks = readFileSync(path, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm);
  return [...blocks].map((block) => ({ path, text: block[1] ?? '' }));
});

describe('the YAML in the documentation', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('is right in $path', ({ text }) => {
    validate(parse(text, { merge: true }) ?? {});
    // Examples are parts of an inventory: what is there must be right, but not everything is there.
    const wrong = (validate.errors ?? []).filter((error) => error.keyword !== 'required');
    expect(wrong).toEqual([]);
  });
});

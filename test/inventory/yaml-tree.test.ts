import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isSeq, parseDocument } from 'yaml';
import { readSource } from '../../src/inventory/source.ts';
import { parseTree } from '../../src/inventory/yaml-tree.ts';

const options = { merge: true, uniqueKeys: false, prettyErrors: false } as const;

describe('parseTree', () => {
  it('gives the nodes that the yaml package gives, however long lists and maps are', () => {
    const scalar = fc.constantFrom('a', '"b: c"', '12', 'null', '[x, { y: z }]', '{ p: 1 }', "'it''s'");
    const count = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(count, count, count, scalar, fc.boolean(), (hosts, members, groups, value, dashed) => {
        const text = [
          '# a comment',
          'hosts:',
          ...lines(hosts, (at) => `  h${at}: ${value} # ${at}`),
          'pools:',
          '  web:',
          '    members:',
          ...lines(members, (at) => `${dashed ? '   ' : '     '} - m${at}`),
          '    nested:',
          ...lines(
            groups,
            (at) => `      g${at}:\n        - a: ${value}\n          b: |\n            text\n        - c`,
          ),
          ...lines(members, (at) => `k${at}: ${value}`),
          'last: 1',
        ].join('\n');
        const tree = parseTree(text);
        const whole = parseDocument(text, options);
        expect(tree.problems).toEqual(whole.errors.map(({ pos, message }) => ({ span: pos, message })));
        expect(JSON.stringify(outline(tree.root))).toBe(JSON.stringify(outline(whole.contents)));
      }),
      { numRuns: 6 },
    );
  });

  it('finds the errors in the middle of a long map where they are', () => {
    const good = lines(2000, (at) => `h${at}: { port: 22 }`);
    const text = [...good, 'bad: { port: 22', ...lines(2000, (at) => `i${at}: 1`)].join('\n');
    const positions = parseDocument(text, options).errors.map((problem) => problem.pos);
    expect(positions.length).toBeGreaterThan(0);
    expect(parseTree(text).problems.map((problem) => problem.span)).toEqual(positions);
  });

  it('says when there is more than one document', () => {
    expect(parseTree('a: 1\n---\nb: 2\n').problems.map((problem) => problem.message)).toEqual([
      'there is more than one document in this file',
    ]);
  });

  it('gives no root for an empty text', () => {
    expect(parseTree('').root).toBeNull();
    expect(parseTree('# nothing\n').root).toBeNull();
  });
});

describe('readSource', () => {
  it('gives the values that the yaml package gives for anchors, aliases and merge keys', () => {
    const text = `
x: &x { a: 1, b: 2 }
y: &y { b: 3, c: 4 }
m: { <<: *x, b: 5 }
n: { b: 6, <<: [*x, *y] }
l: [*x, *y, &s text, *s]
o: { <<: { a: 7 }, "<<x": 8 }
1: one
`;
    const source = readSource(text);
    expect(source.complaints).toEqual([]);
    expect(source.values).toEqual(parseDocument(text, { merge: true }).toJS());
  });

  it('takes thousands of aliases of one anchor', () => {
    const text = ['x: &x { a: 1 }', 'l:', ...lines(5000, () => '  - { <<: *x }')].join('\n');
    expect(readSource(text).complaints).toEqual([]);
  });

  it('refuses aliases that stand for billions of values instead of filling the memory', () => {
    const levels = lines(12, (at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(', ')}]`);
    const { complaints } = readSource(['a0: &a0 x', ...levels].join('\n'));
    expect(complaints.map((complaint) => complaint.message)).toContain(
      'the aliases stand for more than 10000000 values',
    );
  });

  it.each([
    ['a: *nowhere', /no anchor &nowhere/],
    ['{ a: 1, a: 2 }', /"a" is written twice/],
    ['? [a, b]\n: c', /a key must be a plain word/],
    ['a: !vault secret', /Unresolved tag/],
    ['a: [1, 2', /not valid YAML/],
    [`a: ${'['.repeat(100_000)}`, /nested too deeply|not valid YAML/],
  ])('complains about %.30s', (text, message) => {
    expect(
      readSource(text)
        .complaints.map((complaint) => complaint.message)
        .join('\n'),
    ).toMatch(message);
  });

  it('takes __proto__ for a key like any other', () => {
    const { values } = readSource('__proto__: { polluted: true }');
    expect(Object.keys(values ?? {})).toEqual(['__proto__']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

function lines(count: number, line: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => line(at));
}

/** Values, kinds and positions of all nodes. */
function outline(node: unknown): unknown {
  if (isMap(node)) {
    return [node.range?.slice(0, 2), node.items.map((pair) => [outline(pair.key), outline(pair.value)])];
  }
  if (isSeq(node)) return [node.range?.slice(0, 2), node.items.map(outline)];
  if (typeof node === 'object' && node !== null && 'value' in node && 'range' in node)
    return [node.value, node.range];
  return node;
}

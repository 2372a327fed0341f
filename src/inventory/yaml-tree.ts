import { Composer, type CST, isMap, isSeq, Lexer, type Node, Parser } from 'yaml';
import type { Span } from './complaint.ts';

/** The YAML nodes of a text, and what YAML has against it. */
export interface YamlTree {
  readonly root: Node | null;
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
}

/**
 * What `parseDocument` of the yaml package does, with less memory: the package keeps the tokens of the whole file until
 * its end, three times what the nodes take. Here the finished items of a large map or list become nodes, and their
 * tokens go, while the rest is still being read.
 */
export function parseTree(text: string): YamlTree {
  const parsing: Parsing = { parts: new Map(), problems: [] };
  // A directive changes how all of the text is to be understood, so nothing is understood before all is read.
  const inParts = !/^%/m.test(text);
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    lexemes += 1;
    if (!inParts || lexemes % lexemesBetween > 0) continue;
    for (const open of parser.stack) takeFinished(open, parsing);
  }
  tokens.push(...parser.end());
  const [root = null, second] = compose(tokens, text.length, parsing);
  if (second) {
    const [start, end] = second.range ?? [0, 1];
    parsing.problems.push({ span: [start, end], message: 'there is more than one document in this file' });
  }
  if (parsing.parts.size > 0) reunite(root, parsing);
  return { root, problems: parsing.problems };
}

interface Parsing {
  /** The nodes already made of a collection that is still open, by its kind and the offset of what is left of it. */
  readonly parts: Map<string, Node[]>;
  readonly problems: { readonly span: Span; readonly message: string }[];
}

const lexemesBetween = 2048;

/** The last item may still grow, and the parser looks back at it. */
const itemsLeft = 2;
const fewestTaken = 100;

function takeFinished(token: CST.Token, parsing: Parsing): void {
  if ((token.type !== 'block-map' && token.type !== 'block-seq') || token.items.length < fewestTaken) return;
  const { offset } = token;
  const finished = token.items.length - itemsLeft;
  const value =
    token.type === 'block-map'
      ? { ...token, items: token.items.splice(0, finished) }
      : { ...token, items: token.items.splice(0, finished) };
  const [part] = compose([{ type: 'document', offset, start: [], value }], offset, parsing);
  const kind = token.type === 'block-map' ? 'map' : 'seq';
  const parts = parsing.parts.get(`${kind} ${offset}`) ?? [];
  parsing.parts.delete(`${kind} ${offset}`);
  // What is left begins where its first item does: the yaml package measures the length of a key from there.
  token.offset = offsetOf(token.items[0]) ?? offset;
  parsing.parts.set(`${kind} ${token.offset}`, part ? [...parts, part] : parts);
}

function offsetOf(item: CST.CollectionItem | undefined): number | undefined {
  return item?.start[0]?.offset ?? item?.key?.offset;
}

/** The contents of each document. */
function compose(tokens: readonly CST.Token[], end: number, parsing: Parsing): readonly (Node | null)[] {
  const options = { merge: true, uniqueKeys: false, prettyErrors: false } as const;
  return [...new Composer(options).compose(tokens, true, end)].map((document) => {
    for (const { pos, message } of [...document.errors, ...document.warnings]) {
      parsing.problems.push({ span: pos, message });
    }
    return document.contents;
  });
}

/** Puts the parts of each collection before what was left of it. */
function reunite(node: unknown, parsing: Parsing): void {
  if (isMap(node)) {
    const parts = parsing.parts.get(`map ${node.range?.[0]}`) ?? [];
    if (parts.length > 0)
      node.items = [...parts.flatMap((part) => (isMap(part) ? part.items : [])), ...node.items];
    beginWith(parts[0], node);
    for (const pair of node.items) reunite(pair.value, parsing);
  } else if (isSeq(node)) {
    const parts = parsing.parts.get(`seq ${node.range?.[0]}`) ?? [];
    if (parts.length > 0)
      node.items = [...parts.flatMap((part) => (isSeq(part) ? part.items : [])), ...node.items];
    beginWith(parts[0], node);
    for (const item of node.items) reunite(item, parsing);
  }
}

function beginWith(part: Node | undefined, node: Node): void {
  if (part?.range && node.range) node.range = [part.range[0], node.range[1], node.range[2]];
}

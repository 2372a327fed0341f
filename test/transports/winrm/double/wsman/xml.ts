import { type SaxesAttributeNS, SaxesParser } from 'saxes';

/** An element with its namespace in place of its prefix. */
export interface XmlElement {
  readonly space: string;
  readonly name: string;
  /** By `name`, or `{namespace}name` where the attribute has one; without the declarations of namespaces. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text between the tags of this element, without that of its children. */
  readonly text: string;
}

/** Deeper than any message of WS-Management, shallower than what could exhaust a stack. */
const deepest = 64;

/** @throws SyntaxError: not well-formed, with a document type, or nested too deeply */
export function readXml(text: string): XmlElement {
  const open: Growing[] = [];
  let root: XmlElement | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw new SyntaxError(error.message);
  });
  parser.on('doctype', () => {
    throw new SyntaxError('a document type is not taken');
  });
  parser.on('opentag', (tag) => {
    if (open.length === deepest) throw new SyntaxError('the elements are nested too deeply');
    const element: Growing = {
      space: tag.uri,
      name: tag.local,
      attributes: readAttributes(Object.values(tag.attributes)),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (root === undefined) throw new SyntaxError('there is no element');
  return root;
}

/** The first child of this name. */
export function child(parent: XmlElement | undefined, space: string, name: string): XmlElement | undefined {
  return parent?.children.find((element) => element.space === space && element.name === name);
}

export function children(parent: XmlElement | undefined, space: string, name: string): readonly XmlElement[] {
  return parent?.children.filter((element) => element.space === space && element.name === name) ?? [];
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

interface Growing extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

function readAttributes(attributes: readonly SaxesAttributeNS[]): ReadonlyMap<string, string> {
  return new Map(
    attributes
      .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
      .map(({ uri, local, value }) => [uri === '' ? local : `{${uri}}${local}`, value]),
  );
}

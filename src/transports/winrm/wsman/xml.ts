import { SaxesParser } from 'saxes';

/** An element of a document, with the namespaces looked up. */
export interface Element {
  readonly namespace: string;
  readonly name: string;
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Of the element itself, without that of its children. */
  readonly text: string;
}

/** No answer of WS-Management is nested nearly as deep. */
const deepest = 64;

/** @throws Error for what is no well-formed document */
export function readXml(document: string): Element {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Growing[] = [];
  let root: Element | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (open.length >= deepest) throw new Error('the document is nested too deep');
    const attributes = Object.values(tag.attributes).map(({ local, value }) => [local, value] as const);
    open.push({
      namespace: tag.uri,
      name: tag.local,
      attributes: new Map(attributes),
      children: [],
      text: '',
    });
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  parser.write(document).close();
  if (root === undefined) throw new Error('the document is empty');
  return root;
}

interface Growing extends Element {
  readonly children: Element[];
  text: string;
}

/** The first child of this name. */
export function child(element: Element | undefined, namespace: string, name: string): Element | undefined {
  return element?.children.find((one) => one.name === name && one.namespace === namespace);
}

/** The first element of this name below, however deep. */
export function descendant(element: Element, namespace: string, name: string): Element | undefined {
  for (const one of element.children) {
    if (one.name === name && one.namespace === namespace) return one;
    const found = descendant(one, namespace, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

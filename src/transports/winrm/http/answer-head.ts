/** The head of an HTTP answer. */
export interface AnswerHead {
  readonly status: number;
  /** By names in lower case; what stands several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws Error for what no HTTP server would say */
export function readAnswerHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |$)/.exec(first)?.[1];
  if (status === undefined) throw new Error('that is not HTTP');
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const { name, value } = readHeader(line);
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return { status: Number(status), headers };
}

/** One line of a head, or of the trailers. @throws Error */
export function readHeader(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon).toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (colon === -1 || !token.test(name) || !text.test(value)) throw new Error('a header cannot be read');
  return { name, value };
}

const token = /^[\w!#$%&'*+.^`|~-]+$/;
/** No control characters but tabs. */
const text = /^[\t\x20-\x7e\x80-\xff]*$/;

import { spaces } from './names.ts';
import { child, children, readXml, type XmlElement } from './xml.ts';

/** What a client asks for: the headers that matter to the service, and the content of the body. */
export interface Request {
  readonly action: string;
  readonly messageId: string;
  readonly to: string;
  readonly resource: string;
  readonly selectors: ReadonlyMap<string, string>;
  readonly options: ReadonlyMap<string, string>;
  /** Milliseconds; undefined where the client leaves it to the service. */
  readonly operationTimeout: number | undefined;
  /** Bytes that an answer may have. */
  readonly maxEnvelopeSize: number | undefined;
  readonly body: XmlElement | undefined;
}

/** @throws SyntaxError: not an envelope with the headers that every request has */
export function readRequest(text: string): Request {
  const envelope = readXml(text);
  if (envelope.space !== spaces.soap || envelope.name !== 'Envelope')
    throw new SyntaxError('not an envelope');
  const header = child(envelope, spaces.soap, 'Header');
  const required = (space: string, name: string): string => {
    const value = child(header, space, name)?.text.trim() ?? '';
    if (value === '') throw new SyntaxError(`the header ${name} is missing`);
    return value;
  };
  const replyTo = child(child(header, spaces.addressing, 'ReplyTo'), spaces.addressing, 'Address');
  if (replyTo === undefined) throw new SyntaxError('the header ReplyTo is missing');
  const body = child(envelope, spaces.soap, 'Body');
  if (body === undefined) throw new SyntaxError('there is no body');
  const size = child(header, spaces.wsman, 'MaxEnvelopeSize')?.text;
  return {
    action: required(spaces.addressing, 'Action'),
    messageId: required(spaces.addressing, 'MessageID'),
    to: required(spaces.addressing, 'To'),
    resource: required(spaces.wsman, 'ResourceURI'),
    selectors: readNamed(child(header, spaces.wsman, 'SelectorSet'), 'Selector'),
    options: readNamed(child(header, spaces.wsman, 'OptionSet'), 'Option'),
    operationTimeout: readDuration(child(header, spaces.wsman, 'OperationTimeout')?.text),
    maxEnvelopeSize: size === undefined ? undefined : readCount(size),
    body: body.children[0],
  };
}

/** Milliseconds of `PT20S`, `PT1M30.5S`, `P0DT0H1M0S`. @throws SyntaxError */
export function readDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text.trim());
  if (parts === null) throw new SyntaxError('a duration cannot be read');
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

function readNamed(set: XmlElement | undefined, name: string): ReadonlyMap<string, string> {
  return new Map(
    children(set, spaces.wsman, name).map((element) => [element.attributes.get('Name') ?? '', element.text]),
  );
}

function readCount(text: string): number {
  if (!/^\d{1,10}$/.test(text.trim())) throw new SyntaxError('a number cannot be read');
  return Number(text);
}

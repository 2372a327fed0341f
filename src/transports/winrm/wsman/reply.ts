import { Problem } from '../../../core/problem.ts';
import { ns } from './names.ts';
import { child, descendant, type Element, readXml } from './xml.ts';

/** What a host answered to one request. */
export type Reply =
  | { readonly kind: 'done'; readonly body: Element }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Fault {
  /** The number of the error, as Windows counts them; undefined when the fault has none. */
  readonly code: number | undefined;
  /** `w:TimedOut` without its prefix. */
  readonly subcode: string;
  /** In the language of the host: for people, and never to decide by. */
  readonly text: string;
}

/**
 * @param messageId of the request; an answer to another one is none
 * @throws Problem 'answer-unreadable'
 */
export function readReply(document: string, messageId: string): Reply {
  const envelope = parse(document);
  const body = child(envelope, ns.soap, 'Body');
  if (envelope.name !== 'Envelope' || envelope.namespace !== ns.soap || body === undefined)
    throw unreadable(undefined);
  const relatesTo = child(child(envelope, ns.soap, 'Header'), ns.addressing, 'RelatesTo')
    ?.text.trim()
    .toUpperCase();
  const related = relatesTo === messageId.toUpperCase();
  const fault = child(body, ns.soap, 'Fault');
  // A host that could not read the request does not know its number.
  if (fault !== undefined && (related || relatesTo === undefined || relatesTo === '')) {
    return { kind: 'fault', fault: readFault(fault) };
  }
  if (fault !== undefined || !related) throw unreadable(undefined);
  return { kind: 'done', body };
}

function parse(document: string): Element {
  try {
    return readXml(document);
  } catch (thrown) {
    throw unreadable(thrown);
  }
}

function readFault(fault: Element): Fault {
  const subcode =
    child(child(child(fault, ns.soap, 'Code'), ns.soap, 'Subcode'), ns.soap, 'Value')?.text.trim() ?? '';
  const code = descendant(fault, ns.fault, 'WSManFault')?.attributes.get('Code');
  const text = child(child(fault, ns.soap, 'Reason'), ns.soap, 'Text')?.text.trim() ?? '';
  return {
    code: code !== undefined && /^\d{1,10}$/.test(code) ? Number(code) : undefined,
    subcode: subcode.slice(subcode.indexOf(':') + 1),
    text,
  };
}

/** The answer is no SOAP, or is not the answer to what was asked. */
export function unreadable(cause: unknown): Problem {
  return new Problem('answer-unreadable', 'the host sent an answer that cannot be read', {
    wayOut: 'does a proxy stand between here and the host? vipfarm doctor shows what answers',
    cause,
  });
}

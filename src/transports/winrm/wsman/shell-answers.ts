import { done, ns } from './names.ts';
import { unreadable } from './reply.ts';
import { child, descendant, type Element } from './xml.ts';

/** What one Receive brought. */
export interface Received {
  /** To be taken out of it. */
  readonly chunks: Chunk[];
  /** Set when the command has ended. */
  readonly ended: { readonly exitCode: number | undefined } | undefined;
}

export interface Chunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

/** @throws Problem 'answer-unreadable' */
export function readShellId(body: Element): string {
  const id = descendant(body, ns.shell, 'ShellId')?.text ?? selectorIn(body);
  if (id === undefined || id === '') throw unreadable(undefined);
  return id;
}

/** Hosts before 2012 name the shell only where it is to be found. */
function selectorIn(body: Element): string | undefined {
  const selector = descendant(body, ns.wsman, 'Selector');
  return selector?.attributes.get('Name') === 'ShellId' ? selector.text : undefined;
}

/** @throws Problem 'answer-unreadable' */
export function readCommandId(body: Element): string {
  const id = child(child(body, ns.shell, 'CommandResponse'), ns.shell, 'CommandId')?.text;
  if (id === undefined || id === '') throw unreadable(undefined);
  return id;
}

/** @throws Problem 'answer-unreadable': also for output or the end of another command */
export function readOutput(body: Element, commandId: string): Received {
  const response = child(body, ns.shell, 'ReceiveResponse');
  if (response === undefined) throw unreadable(undefined);
  const chunks: Chunk[] = [];
  let ended: Received['ended'];
  for (const part of response.children) {
    if (part.namespace !== ns.shell || (part.name !== 'Stream' && part.name !== 'CommandState')) continue;
    if (part.attributes.get('CommandId')?.toUpperCase() !== commandId.toUpperCase())
      throw unreadable(undefined);
    if (part.name === 'Stream') chunks.push(...readChunk(part));
    else if (part.attributes.get('State') === done) ended = { exitCode: readExitCode(part) };
  }
  return { chunks, ended };
}

function readChunk(stream: Element): readonly Chunk[] {
  const name = stream.attributes.get('Name');
  const encoded = stream.text.trim();
  if (name !== 'stdout' && name !== 'stderr') return [];
  if (!/^[A-Za-z0-9+/\s]*={0,2}$/.test(encoded)) throw unreadable(undefined);
  return encoded === '' ? [] : [{ stream: name, bytes: Buffer.from(encoded, 'base64') }];
}

/** There is none when the command could not be run to its end. */
function readExitCode(state: Element): number | undefined {
  const text = child(state, ns.shell, 'ExitCode')?.text.trim();
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text)) throw unreadable(undefined);
  return Number(text);
}

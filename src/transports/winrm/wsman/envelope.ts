import { randomUUID } from 'node:crypto';
import { actions, anonymous, ns, shellResource } from './names.ts';

/** One request to a shell, or for one. */
export interface Operation {
  readonly action: keyof typeof actions;
  /** The shell that is meant; undefined when it is to be created. */
  readonly shellId?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** XML inside of the body, in parts, with the prefix `rsp` for the shell's namespace. */
  readonly body: readonly string[];
  /** Seconds after which the host says that it has nothing to say yet. */
  readonly timeout: number;
}

export interface Envelope {
  readonly messageId: string;
  readonly xml: Buffer;
}

/** The largest answer in bytes that the host should send: as much as it takes itself, unless it was told otherwise. */
const largestEnvelope = 512_000;

/** @param to the URL that the request goes to */
export function writeEnvelope(operation: Operation, to: string): Envelope {
  const messageId = `uuid:${randomUUID().toUpperCase()}`;
  const { shellId, options = {} } = operation;
  const head = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<s:Envelope xmlns:s="${ns.soap}" xmlns:a="${ns.addressing}" xmlns:w="${ns.wsman}"`,
    ` xmlns:p="${ns.microsoft}" xmlns:rsp="${ns.shell}"><s:Header>`,
    `<a:To>${escapeXml(to)}</a:To>`,
    `<a:ReplyTo><a:Address s:mustUnderstand="true">${anonymous}</a:Address></a:ReplyTo>`,
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${largestEnvelope}</w:MaxEnvelopeSize>`,
    `<a:MessageID>${messageId}</a:MessageID>`,
    '<w:Locale xml:lang="en-US" s:mustUnderstand="false"/>',
    '<p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>',
    `<w:OperationTimeout>PT${operation.timeout}S</w:OperationTimeout>`,
    `<w:ResourceURI s:mustUnderstand="true">${shellResource}</w:ResourceURI>`,
    `<a:Action s:mustUnderstand="true">${actions[operation.action]}</a:Action>`,
    ...(shellId === undefined
      ? []
      : [`<w:SelectorSet><w:Selector Name="ShellId">${escapeXml(shellId)}</w:Selector></w:SelectorSet>`]),
    ...optionSet(options),
    '</s:Header><s:Body>',
  ].join('');
  return { messageId, xml: encode([head, ...operation.body, '</s:Body></s:Envelope>']) };
}

/** Without one long string of all parts: the script in the body is the largest, and the same for many hosts. */
function encode(parts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  let offset = 0;
  for (const part of parts) offset += bytes.write(part, offset);
  return bytes;
}

function optionSet(options: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(options);
  if (entries.length === 0) return [];
  const list = entries.map(([name, value]) => `<w:Option Name="${name}">${escapeXml(value)}</w:Option>`);
  return ['<w:OptionSet s:mustUnderstand="true">', ...list, '</w:OptionSet>'];
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

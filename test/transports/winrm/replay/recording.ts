import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One exchange with a real Windows host. */
export interface Exchange {
  /** `Create`, `Receive` ... */
  readonly action: string;
  readonly request: string;
  readonly response: string;
  readonly status: number;
}

export function readRecording(name: string): readonly Exchange[] {
  const file = new URL(`../recordings/winrs/${name}.yml`, import.meta.url);
  const { messages }: { messages: readonly Message[] } = parse(readFileSync(file, 'utf8'));
  return messages.map(({ request, response, transport_error }) => ({
    action: actionOf(request),
    request,
    response,
    status: transport_error?.code ?? 200,
  }));
}

interface Message {
  readonly request: string;
  readonly response: string;
  readonly transport_error?: { readonly code: number };
}

/** The last word of the action's URL. */
export function actionOf(envelope: string): string {
  return /:Action[^>]*>[^<]*\/(\w+)</.exec(envelope)?.[1] ?? '';
}

/** All that a recording says on one stream, taken out of it without any code of the client. */
export function streamOf(exchanges: readonly Exchange[], name: 'stdout' | 'stderr'): string {
  const streams = new RegExp(`<rsp:Stream Name="${name}"[^>]*>([^<]*)</rsp:Stream>`, 'g');
  const chunks = exchanges.flatMap(({ response }) =>
    [...response.matchAll(streams)].map(([, text = '']) => text),
  );
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk, 'base64'))).toString('utf8');
}

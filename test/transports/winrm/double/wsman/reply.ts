import { randomUUID } from 'node:crypto';
import type { Fault } from './faults.ts';
import { anonymous, faultAction, spaces } from './names.ts';
import { escapeXml } from './xml.ts';

export type Reply =
  | { readonly kind: 'answer'; readonly action: string; readonly body: string }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface ReplyContext {
  /** The MessageID of the request; undefined where none could be read. */
  readonly relatesTo: string | undefined;
  /** What the server calls itself in a fault. */
  readonly machine: string;
  /** Newer servers name the activity that an answer belongs to. */
  readonly namesActivity: boolean;
}

export function answer(request: { readonly action: string }, body: string): Reply {
  return { kind: 'answer', action: `${request.action}Response`, body };
}

export function refuse(fault: Fault): Reply {
  return { kind: 'fault', fault };
}

/** A whole envelope, as Windows writes it. */
export function writeReply(reply: Reply, context: ReplyContext): string {
  return reply.kind === 'answer'
    ? envelope(reply.action, context, reply.body)
    : envelope(faultAction, context, faultBody(reply.fault, context.machine));
}

export function newId(): string {
  return randomUUID().toUpperCase();
}

function envelope(action: string, { relatesTo, namesActivity }: ReplyContext, body: string): string {
  const related = relatesTo === undefined ? '' : `<a:RelatesTo>${escapeXml(relatesTo)}</a:RelatesTo>`;
  const activity = namesActivity ? `<p:ActivityId>${newId()}</p:ActivityId>` : '';
  return (
    `<s:Envelope xml:lang="en-US" xmlns:s="${spaces.soap}" xmlns:a="${spaces.addressing}" xmlns:x="${spaces.transfer}" ` +
    `xmlns:w="${spaces.wsman}" xmlns:rsp="${spaces.shell}" xmlns:p="${spaces.microsoft}"><s:Header>` +
    `<a:Action>${action}</a:Action><a:MessageID>uuid:${newId()}</a:MessageID>${activity}` +
    `<a:To>${anonymous}</a:To>${related}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

function faultBody(fault: Fault, machine: string): string {
  const text = escapeXml(fault.reason);
  const detail = fault.detail === undefined ? '' : `<w:FaultDetail>${fault.detail}</w:FaultDetail>`;
  const message =
    fault.provider === undefined
      ? escapeXml(fault.message ?? fault.reason)
      : `<f:ProviderFault provider="Shell cmd plugin" path="${escapeXml(fault.provider)}">${text}</f:ProviderFault>`;
  return (
    `<s:Fault><s:Code><s:Value>s:${fault.blames}</s:Value><s:Subcode><s:Value>w:${fault.subcode}</s:Value></s:Subcode></s:Code>` +
    `<s:Reason><s:Text xml:lang="en-US">${text}</s:Text></s:Reason><s:Detail>${detail}` +
    `<f:WSManFault xmlns:f="${spaces.fault}" Code="${fault.code}" Machine="${escapeXml(machine)}">` +
    `<f:Message>${message}</f:Message></f:WSManFault></s:Detail></s:Fault>`
  );
}

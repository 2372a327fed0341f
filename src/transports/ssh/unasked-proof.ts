import { createRequire } from 'node:module';

/** What ssh2 does with the message of a number (RFC 4250, section 4.1). */
type Handler = (protocol: unknown, payload: Buffer) => unknown;

const globalRequest = 80;
const offer = 'hostkeys-00@openssh.com';
/** What such an offer begins with: the message's number, its name, and that no answer is wanted. */
const head = Buffer.from(`${String.fromCharCode(globalRequest, 0, 0, 0, offer.length)}${offer}\0`, 'latin1');

let isDone = false;

/**
 * Keeps ssh2 from reading all other host keys of a server, and from asking it to prove them. After each login OpenSSH
 * offers them for known_hosts; ssh2 then asks for signatures and checks them, for listeners that we do not have, and has
 * no switch for it. It is one round trip and one signature for each key: about an eighth of what a short session costs
 * the client, and reading them another hundredth each. With an ssh2 that is built otherwise this does nothing.
 */
export function leaveKeysUnproven(): void {
  if (isDone) return;
  isDone = true;
  const handlers = innerHandlers();
  const handle = handlers[globalRequest];
  if (handle === undefined) return;
  handlers[globalRequest] = (protocol, payload) =>
    payload.subarray(0, head.length).equals(head) ? undefined : handle(protocol, payload);
}

function innerHandlers(): (Handler | undefined)[] {
  try {
    return createRequire(import.meta.url)('ssh2/lib/protocol/handlers.js');
  } catch {
    return [];
  }
}

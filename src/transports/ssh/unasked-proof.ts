import type { Client } from 'ssh2';

/** What of ssh2's inner parts is looked at here, if it is there. */
interface Inner {
  readonly _protocol?: { readonly _handlers?: { GLOBAL_REQUEST?: Handler } };
}

type Handler = (protocol: unknown, name: string, wantReply: boolean, data: unknown) => void;

/**
 * Keeps ssh2 from asking the server to prove all its other host keys. After each login OpenSSH offers them for
 * known_hosts; ssh2 then asks for signatures and checks them, for listeners that we do not have, and has no switch for
 * it. It is one round trip and one signature for each key: about an eighth of what a short session costs the client.
 * With an ssh2 that is built otherwise this does nothing.
 */
export function leaveKeysUnproven(client: Client): void {
  const handlers = (client as Inner)._protocol?._handlers;
  const handle = handlers?.GLOBAL_REQUEST;
  if (handlers === undefined || handle === undefined) return;
  handlers.GLOBAL_REQUEST = (protocol, name, wantReply, data) => {
    if (name !== 'hostkeys-00@openssh.com' || wantReply) handle(protocol, name, wantReply, data);
  };
}

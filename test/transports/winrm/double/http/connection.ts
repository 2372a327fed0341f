import type { Socket } from 'node:net';
import type { Login } from '../double-event.ts';
import type { MessageSeal } from '../ntlm/message-seal.ts';
import type { Handshake } from './handshake.ts';

/** One TCP connection: a login by NTLM belongs to it and ends with it. */
export interface Connection {
  readonly id: number;
  readonly secure: boolean;
  readonly address: string;
  /** Aborted when it is gone. */
  readonly gone: AbortSignal;
  /** NTLM messages seen so far of a login that is not complete. */
  handshake: Handshake | undefined;
  /** The user of the last request by Basic. */
  basicUser: string | undefined;
  /** Who logged in by NTLM, and what seals the messages since. */
  login: Login | undefined;
  seal: MessageSeal | undefined;
}

let connections = 0;

export function newConnection(socket: Socket, secure: boolean): Connection {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  connections++;
  return {
    id: connections,
    secure,
    address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    gone: gone.signal,
    handshake: undefined,
    basicUser: undefined,
    login: undefined,
    seal: undefined,
  };
}

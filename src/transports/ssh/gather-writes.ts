import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * Makes a connected socket send what is written within one turn of the event loop in one system call. ssh2 writes each
 * packet in three pieces, and those calls are a third of what a short session costs the client.
 * Only a connected one: `connect` puts back the method that is replaced here.
 */
export function gatherWrites(socket: Socket): Socket {
  const write = socket.write.bind(socket);
  let gathering = false;
  function send(): void {
    gathering = false;
    socket.uncork();
  }
  socket.write = (chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done): boolean => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      setImmediate(send);
    }
    return typeof second === 'string' ? write(chunk, second, third) : write(chunk, second);
  };
  return socket;
}

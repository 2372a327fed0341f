import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** As much as Node reads at once by itself. What one read brought is copied before the next one begins. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A socket to be connected, whose reads all go through one buffer; whoever listens gets a copy of what came. By itself
 * Node makes room for 64 KiB at each read, and a short session is a dozen reads of some hundred bytes.
 */
export function frugalSocket(): Socket {
  // Node takes `onread` here, whatever its types say of the constructor.
  const options: SocketConstructorOpts & ConnectOpts = {
    onread: {
      buffer: shared,
      callback(length, buffer) {
        socket.emit('data', Buffer.from(buffer.subarray(0, length)));
        return true;
      },
    },
  };
  const socket = new Socket(options);
  return socket;
}

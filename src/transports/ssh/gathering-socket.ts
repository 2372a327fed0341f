import { Socket } from 'node:net';
import { nextTick } from 'node:process';

type Done = (error?: Error | null) => void;

/**
 * A socket that sends what is written within one tick in one system call. ssh2 writes packet by packet, and those calls
 * are a third of what a short session costs the client. It is a class because ssh2 asks for a stream of its own to write to.
 */
export class GatheringSocket extends Socket {
  #gathering = false;

  override write(chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done): boolean {
    if (!this.#gathering) {
      this.#gathering = true;
      this.cork();
      nextTick(this.#send);
    }
    return typeof second === 'string' ? super.write(chunk, second, third) : super.write(chunk, second);
  }

  readonly #send = (): void => {
    this.#gathering = false;
    this.uncork();
  };
}

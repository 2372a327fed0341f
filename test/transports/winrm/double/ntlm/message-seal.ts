/** Seals what the server says and opens what the client says, in order, for the life of one connection. */
export interface MessageSeal {
  seal(plain: Buffer): SealedMessage;
  /** undefined when the message is not the next one, or was altered. */
  open(sealed: SealedMessage): Buffer | undefined;
}

export interface SealedMessage {
  readonly signature: Buffer;
  readonly data: Buffer;
}

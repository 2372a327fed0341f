/** What protects the messages of one connection. Each message must be sealed, and opened, once and in its order. */
export interface Seal {
  /** The name of the protection, as both sides write it into the frame of a message. */
  readonly protocol: string;
  /** @param message may be overwritten */
  seal(message: Buffer): Sealed;
  /** @param sealed its data may be overwritten. @throws Problem 'answer-unreadable' when the message is not as the other side sealed it */
  open(sealed: Sealed): Buffer;
}

export interface Sealed {
  readonly signature: Buffer;
  /** The message, encrypted, and as many bytes of padding as the protection needs. */
  readonly data: Buffer;
}

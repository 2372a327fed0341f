/** The third message of NTLM, taken apart as a server would. */
export interface Authenticated {
  readonly flags: number;
  readonly domain: string;
  readonly user: string;
  readonly lmResponse: Buffer;
  readonly ntResponse: Buffer;
  readonly encryptedSessionKey: Buffer;
}

export function readAuthenticate(message: Buffer): Authenticated {
  const part = (field: number): Buffer => {
    const offset = message.readUInt32LE(field + 4);
    return message.subarray(offset, offset + message.readUInt16LE(field));
  };
  return {
    flags: message.readUInt32LE(60),
    domain: part(28).toString('utf16le'),
    user: part(36).toString('utf16le'),
    lmResponse: part(12),
    ntResponse: part(20),
    encryptedSessionKey: part(52),
  };
}

/** A fault that somebody might put into the double: functions of one module, replaced by wrong ones. */
export interface DoubleFault {
  readonly what: string;
  /** Below double/. */
  readonly module: string;
  readonly replace: (original: Original) => Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the modules of the double are replaced whatever their types are.
type Original = any;

export const faultsOfTheDouble: readonly DoubleFault[] = [
  {
    what: 'no fault says that the time of an operation is over',
    module: 'shells/receive.ts',
    replace: ({ receive }) => ({
      receive: async (request: { action: string }, ...rest: readonly unknown[]) => {
        const reply = await receive(request, ...rest);
        if (reply.kind !== 'fault' || reply.fault.code !== 2150858793) return reply;
        return { kind: 'answer', action: `${request.action}Response`, body: '<rsp:ReceiveResponse/>' };
      },
    }),
  },
  {
    what: 'the number in each signature is one too high',
    module: 'ntlm/session-seal.ts',
    replace: ({ startSeal }) => ({
      startSeal: (key: Buffer) => {
        const seal = startSeal(key);
        return {
          ...seal,
          seal: (plain: Buffer) => {
            const { signature, data } = seal.seal(plain);
            signature.writeUInt32LE(signature.readUInt32LE(12) + 1, 12);
            return { signature, data };
          },
        };
      },
    }),
  },
  {
    what: 'the ciphers start anew with each message',
    module: 'ntlm/session-seal.ts',
    replace: ({ startSeal }) => ({
      startSeal: (key: Buffer) => {
        const seal = startSeal(key);
        return {
          ...seal,
          seal: (plain: Buffer) => {
            seal.restartCiphers();
            return seal.seal(plain);
          },
        };
      },
    }),
  },
  {
    what: 'an answer relates to a request that nobody made',
    module: 'wsman/reply.ts',
    replace: ({ writeReply }) => ({
      writeReply: (reply: unknown, context: object) =>
        writeReply(reply, { ...context, relatesTo: 'uuid:00000000-0000-0000-0000-000000000000' }),
    }),
  },
  {
    what: 'streams do not end',
    module: 'wsman/reply.ts',
    replace: ({ writeReply }) => ({
      writeReply: (reply: unknown, context: unknown) =>
        writeReply(reply, context).replaceAll(' End="true"', ''),
    }),
  },
  {
    what: 'streams are numbered, and not ended',
    module: 'wsman/reply.ts',
    replace: ({ writeReply }) => ({
      writeReply: (reply: unknown, context: unknown) =>
        writeReply(reply, context)
          .replaceAll(/<rsp:Stream [^>]*End="true"><\/rsp:Stream>/g, '')
          .replaceAll('<rsp:Stream ', '<rsp:Stream SequenceId="1" '),
    }),
  },
  {
    what: 'a fault comes as a success',
    module: 'http/send.ts',
    replace: ({ send }) => ({
      send: (response: unknown, _: number, ...rest: readonly unknown[]) => send(response, 200, ...rest),
    }),
  },
  {
    what: 'a sealed request is answered in the clear',
    module: 'http/frame.ts',
    replace: () => ({
      writeFrame: (plain: Buffer) => ({ type: 'application/soap+xml;charset=UTF-8', bytes: plain }),
    }),
  },
  {
    what: 'the frame says another length',
    module: 'http/frame.ts',
    replace: ({ writeFrame }) => ({
      writeFrame: (plain: Buffer, seal: unknown) => {
        const { type, bytes } = writeFrame(plain, seal);
        const said = Buffer.from(`Length=${plain.length}\r\n`);
        const wrong = Buffer.from(`Length=${plain.length + 1}\r\n`);
        const at = bytes.indexOf(said);
        return {
          type,
          bytes: Buffer.concat([bytes.subarray(0, at), wrong, bytes.subarray(at + said.length)]),
        };
      },
    }),
  },
  {
    what: 'several Receives may wait for one command',
    module: 'shells/receive.ts',
    replace: ({ receive }) => ({
      receive: (request: unknown, command: { receiver: unknown }, patience: unknown) => {
        command.receiver = undefined;
        return receive(request, command, patience);
      },
    }),
  },
];

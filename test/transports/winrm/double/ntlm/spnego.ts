import { readDer, writeDer } from './der.ts';

const spnegoId = Buffer.from('2b0601050502', 'hex');
const ntlmId = Buffer.from('2b06010401823702020a', 'hex');

/** What a client says in SPNEGO (RFC 4178). */
export interface ClientToken {
  /** The list of mechanisms in its DER form: in the first token only. */
  readonly mechanisms: Buffer | undefined;
  /** The message of NTLM within. */
  readonly inner: Buffer | undefined;
  /** The signature over the list of mechanisms. */
  readonly mic: Buffer | undefined;
}

/** @throws RangeError: not a token of SPNEGO, or NTLM is not among its mechanisms */
export function readClientToken(bytes: Buffer): ClientToken {
  // What follows the value is padding of the HTTP header at the most.
  const [outer] = readDer(bytes);
  if (outer?.tag === 0x60) return readFirst(outer.content);
  if (outer?.tag !== 0xa1) throw new RangeError('not a token of SPNEGO');
  const fields = fieldsOf(outer.content);
  return { mechanisms: undefined, inner: octets(fields.get(2)), mic: octets(fields.get(3)) };
}

/** NTLM goes on: the challenge. */
export function writeContinue(inner: Buffer): Buffer {
  const state = writeDer(0xa0, writeDer(0x0a, Buffer.from([1])));
  const mechanism = writeDer(0xa1, writeDer(0x06, ntlmId));
  return writeDer(0xa1, writeDer(0x30, state, mechanism, writeDer(0xa2, writeDer(0x04, inner))));
}

/** The login is complete, with the server's signature over the list of mechanisms. */
export function writeComplete(mic: Buffer | undefined): Buffer {
  const state = writeDer(0xa0, writeDer(0x0a, Buffer.from([0])));
  const signed = mic === undefined ? [] : [writeDer(0xa3, writeDer(0x04, mic))];
  return writeDer(0xa1, writeDer(0x30, state, ...signed));
}

function readFirst(content: Buffer): ClientToken {
  const [id, init] = readDer(content);
  if (id?.content.equals(spnegoId) !== true || init?.tag !== 0xa0) throw new RangeError('not SPNEGO');
  const fields = fieldsOf(init.content);
  const list = fields.get(0);
  const [sequence] = list === undefined ? [] : readDer(list);
  if (sequence === undefined) throw new RangeError('no mechanism is offered');
  const offered = readDer(sequence.content);
  if (!offered.some(({ content: each }) => each.equals(ntlmId))) throw new RangeError('NTLM is not offered');
  const preferred = offered[0]?.content.equals(ntlmId) === true;
  // A token for a mechanism that is preferred to NTLM is of no use here.
  return {
    mechanisms: sequence.whole,
    inner: preferred ? octets(fields.get(2)) : undefined,
    mic: undefined,
  };
}

/** The fields of a sequence by the number of their tag. */
function fieldsOf(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const [sequence] = readDer(bytes);
  if (sequence?.tag !== 0x30) throw new RangeError('not a sequence');
  return new Map(readDer(sequence.content).map(({ tag, content }) => [tag & 0x1f, content]));
}

function octets(field: Buffer | undefined): Buffer | undefined {
  if (field === undefined) return undefined;
  const [value] = readDer(field);
  if (value?.tag !== 0x04) throw new RangeError('not a string of octets');
  return value.content;
}

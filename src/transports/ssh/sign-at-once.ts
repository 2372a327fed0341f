import type { Client, ParsedKey } from 'ssh2';
import type { Identity } from './identity.ts';

/** What of ssh2's inner parts is looked at here, if it is there. */
interface Inner {
  readonly _protocol?: { authPK?: Offer };
}

type Offer = (user: string, key: ParsedKey, algorithm: string | undefined, sign?: Sign) => void;
type Sign = (data: Buffer, done: (signature: Buffer) => void) => void;

/**
 * Keeps ssh2 from asking the server whether it would take a key before it signs with it (RFC 4252, section 7: a client
 * may ask). For a key that costs less to sign with than the question costs to send, the answer is not worth a round trip.
 * With an ssh2 that is built otherwise this does nothing.
 */
export function signAtOnce(client: Client, identities: readonly Identity[]): void {
  const protocol = (client as Inner)._protocol;
  const offer = protocol?.authPK?.bind(protocol);
  if (protocol === undefined || offer === undefined) return;
  protocol.authPK = (user, key, algorithm, sign) => {
    const identity = identities.find((one) => one.publicKey === key && one.isQuick);
    offer(user, key, algorithm, sign ?? (identity === undefined ? undefined : signWith(identity)));
  };
}

/** A quick key of ours signs within the call, and has no choice of a hash. */
function signWith(identity: Identity): Sign {
  return (data, done) => {
    identity.sign(data, undefined, (_error, signature) => {
      if (signature !== undefined) done(signature);
    });
  };
}

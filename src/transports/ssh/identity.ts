import { createPrivateKey, sign } from 'node:crypto';
import ssh2, {
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';

/** A key that can log in: its public half, and the means to sign with it. */
export interface Identity {
  /** For people: `key ~/.ssh/id_ed25519`, `agent key "night-shift"`. */
  readonly title: string;
  readonly publicKey: ParsedKey;
  /** Signing costs us less than asking a server whether it would take the key, and nobody has to be asked. */
  readonly isQuick: boolean;
  sign(data: Buffer, hash: SigningHash | undefined, done: SignCallback): void;
}

export type SigningHash = NonNullable<SigningRequestOptions['hash']>;

/**
 * An identity from a parsed private key. The key object is made once: parsing PEM again for each signature is what
 * ssh2 itself would do, and it costs more than the signature. Only RSA, which takes milliseconds, signs outside the main
 * thread; for the others the way there and back costs as much as the signature.
 */
export function identityOf(title: string, key: ParsedKey): Identity {
  const privateKey = createPrivateKey(key.getPrivatePEM());
  const ownHash = hashOf(key.type);
  const isQuick = key.type !== 'ssh-rsa';
  return {
    title,
    publicKey: key,
    isQuick,
    sign: (data, hash, done) => {
      if (!isQuick) sign(hash ?? ownHash, data, privateKey, done);
      else done(null, sign(hash ?? ownHash, data, privateKey));
    },
  };
}

/** The hash that belongs to the key type; RSA is told which one to use, and Ed25519 has its own inside. */
function hashOf(type: string): string | undefined {
  switch (type) {
    case 'ecdsa-sha2-nistp256':
      return 'sha256';
    case 'ecdsa-sha2-nistp384':
      return 'sha384';
    case 'ecdsa-sha2-nistp521':
      return 'sha512';
    case 'ssh-ed25519':
      return undefined;
    default:
      return 'sha1';
  }
}

/** An agent that holds exactly one key, which is how ssh2 can be made to sign with something of ours. */
export class SingleKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    super();
    this.#identity = identity;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    done(null, [this.#identity.publicKey]);
  }

  override sign(
    _key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#identity.sign(data, undefined, options);
    else if (done !== undefined) this.#identity.sign(data, options.hash, done);
  }
}

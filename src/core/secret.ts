import { inspect } from 'node:util';

const shown = '[secret]';

/** A value that prints as `[secret]` wherever it is logged, serialised or inspected by mistake. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: call this only where it leaves for the host. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}

/** Values shorter than this occur in ordinary output by chance; hiding them would hide the output. */
const shortestHidden = 4;

/** Replaces every known secret value, plain or as JSON writes it, in texts that leave the process: logs, evidence, reports. */
export class Redactor {
  /** The longest first, or a secret that begins another would leave that one's end. */
  #values: readonly string[] = [];

  learn(secret: Secret): void {
    const value = secret.reveal();
    if (value.length < shortestHidden) return;
    const forms = [value, JSON.stringify(value).slice(1, -1)];
    this.#values = [...new Set([...this.#values, ...forms])].sort((a, b) => b.length - a.length);
  }

  redact(text: string): string {
    let result = text;
    for (const value of this.#values) result = result.replaceAll(value, shown);
    return result;
  }
}

/** Where a secret is to be had; the inventory never holds the secret itself. */
export type SecretReference =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: readonly string[] }
  | { readonly from: 'prompt'; readonly label: string };

/** Equal for two references to the same secret, so that each is resolved, and tried, once. */
export function secretIdentity(reference: SecretReference): string {
  return JSON.stringify(reference);
}

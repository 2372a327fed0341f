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

/** Replaces every known secret value, in all its usual forms, in texts that leave the process: output, logs, evidence, reports. */
export class Redactor {
  /** The longest first, or a secret that begins another would leave that one's end. */
  #values: readonly string[] = [];

  learn(secret: Secret): void {
    const value = secret.reveal();
    if (value.length < shortestHidden) return;
    this.#values = [...new Set([...this.#values, ...formsOf(value)])].sort((a, b) => b.length - a.length);
  }

  redact(text: string): string {
    let result = text;
    for (const value of this.#values) result = result.replaceAll(value, shown);
    return result;
  }
}

/** As programs print it that pass it on: plain, in JSON, in a URL, in a shell's quotes, in base64. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(bytes.toString()),
    value.replaceAll("'", `'\\''`),
    ...[0, 1, 2].map((before) => base64Behind(before, bytes)),
  ];
}

/** The characters that base64 makes of these bytes alone, whatever stands around them: `user:password` of HTTP Basic, too. */
function base64Behind(before: number, bytes: Buffer): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
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

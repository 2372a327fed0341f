import type { Secret, SecretReference } from '../core/secret.ts';

/** Turns references into secrets at the last moment; each reference is resolved once in a run. */
export interface Secrets {
  /** @throws Problem 'secret-unavailable', naming the reference and the way out */
  resolve(reference: SecretReference): Promise<Secret>;
}

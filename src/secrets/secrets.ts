import { Problem } from '../core/problem.ts';
import { type Redactor, Secret, type SecretReference, secretIdentity } from '../core/secret.ts';
import { secretFromCommand } from './command.ts';
import { secretFromEnvironment } from './env.ts';
import { secretFromFile } from './file.ts';
import { type Ask, secretFromPrompt } from './prompt.ts';

/** Turns references into secrets at the last moment; each reference is resolved once in a run. */
export interface Secrets {
  /** @throws Problem 'secret-unavailable', naming the reference and the way out */
  resolve(reference: SecretReference): Promise<Secret>;
}

export interface SecretSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks the operator without showing the answer. */
  readonly ask: Ask;
  /** Learns every secret, so that none appears in what leaves the process. */
  readonly redactor: Redactor;
}

export function openSecrets(surroundings: SecretSurroundings): Secrets {
  const resolved = new Map<string, Promise<Secret>>();
  return {
    resolve: (reference) => {
      const identity = secretIdentity(reference);
      const there = resolved.get(identity);
      if (there !== undefined) return there;
      const resolving = resolve(reference, surroundings);
      resolved.set(identity, resolving);
      return resolving;
    },
  };
}

async function resolve(reference: SecretReference, surroundings: SecretSurroundings): Promise<Secret> {
  const value = await readFrom(reference, surroundings);
  if (value === '') {
    throw new Problem('secret-unavailable', `the secret of ${JSON.stringify(reference)} is empty`, {
      wayOut: 'give it a value, or take the reference out of the inventory',
    });
  }
  const secret = new Secret(value);
  surroundings.redactor.learn(secret);
  return secret;
}

function readFrom(reference: SecretReference, surroundings: SecretSurroundings): Promise<string> | string {
  const { environment, ask } = surroundings;
  switch (reference.from) {
    case 'env':
      return secretFromEnvironment(reference.name, environment);
    case 'file':
      return secretFromFile(reference.path, environment);
    case 'command':
      return secretFromCommand(reference.command, environment);
    case 'prompt':
      return secretFromPrompt(reference.label, ask);
  }
}

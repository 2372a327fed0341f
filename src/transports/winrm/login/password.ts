import { Problem } from '../../../core/problem.ts';
import { secretIdentity } from '../../../core/secret.ts';
import type { Turn } from '../../password-gate.ts';
import type { Door } from './door.ts';

export interface PasswordInTurn {
  readonly password: string;
  /** Must be told how it went. */
  readonly turn: Turn;
}

/**
 * The password, once this host may be the one to try it. No limit runs meanwhile; the clock is then in the stage
 * `authentication`.
 * @throws Problem: login-rejected when there is none, secret-unavailable, login-withheld, interrupted
 */
export async function passwordInTurn({ host, means, clock }: Door): Promise<PasswordInTurn> {
  const { password: reference } = host;
  if (reference === undefined) {
    throw new Problem('login-rejected', `there is no password to log in as ${host.user} with`, {
      wayOut: 'set password: { env: NAME } (or file, command, prompt) for this host',
    });
  }
  clock.pause();
  const secret = await clock.until(means.secrets.resolve(reference));
  const entering = means.gate.enter(`login ${host.user} ${secretIdentity(reference)}`, host.name);
  try {
    const turn = await clock.until(entering);
    clock.enter('authentication');
    return { password: secret.reveal(), turn };
  } catch (thrown) {
    // Whoever is let in too late must let the next one in.
    entering.then(
      (turn) => turn.undecided(),
      () => undefined,
    );
    throw thrown;
  }
}

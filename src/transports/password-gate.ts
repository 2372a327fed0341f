import { Problem } from '../core/problem.ts';

/**
 * Holds back a password that many hosts share until one host has accepted it, so that a wrong one is tried once and
 * cannot lock an account everywhere.
 */
export interface PasswordGate {
  /**
   * Waits for leave to send this password to this host. Whoever gets leave must say how it went.
   * @param password identity of the password together with what it is for; never the password itself
   * @throws Problem 'login-withheld' when another host has rejected it
   */
  enter(password: string, host: string): Promise<Turn>;
}

/** Leave to try once. The first call counts. */
export interface Turn {
  accepted(): void;
  rejected(): void;
  /** It was not sent, or nobody knows what became of it: the next host tries. */
  undecided(): void;
}

type Standing =
  | { readonly kind: 'trying'; readonly waiting: Waiting[] }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly by: string };

interface Waiting {
  readonly host: string;
  readonly admit: (turn: Turn) => void;
  readonly refuse: (problem: Problem) => void;
}

const freeTurn: Turn = { accepted: () => undefined, rejected: () => undefined, undecided: () => undefined };

export function withholdUntilProven(): PasswordGate {
  const standings = new Map<string, Standing>();

  function enter(password: string, host: string): Promise<Turn> {
    const standing = standings.get(password);
    switch (standing?.kind) {
      case undefined:
        return Promise.resolve(begin(password, host, []));
      case 'accepted':
        return Promise.resolve(freeTurn);
      case 'rejected':
        return Promise.reject(withheld(standing.by));
      case 'trying':
        return new Promise((admit, refuse) => {
          standing.waiting.push({ host, admit, refuse });
        });
    }
  }

  function begin(password: string, host: string, waiting: Waiting[]): Turn {
    standings.set(password, { kind: 'trying', waiting });
    let open = true;
    const close = (settle: () => void) => () => {
      if (!open) return;
      open = false;
      settle();
    };
    return {
      accepted: close(() => {
        standings.set(password, { kind: 'accepted' });
        for (const next of waiting) next.admit(freeTurn);
      }),
      rejected: close(() => {
        standings.set(password, { kind: 'rejected', by: host });
        for (const next of waiting) next.refuse(withheld(host));
      }),
      undecided: close(() => {
        const [next, ...others] = waiting;
        if (next === undefined) standings.delete(password);
        else next.admit(begin(password, next.host, others));
      }),
    };
  }

  return { enter };
}

function withheld(by: string): Problem {
  return new Problem('login-withheld', `not tried: ${by} has rejected the same password`, {
    wayOut: 'correct the password; it was sent to no other host',
  });
}

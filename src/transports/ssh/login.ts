import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, Prompt } from 'ssh2';
import { asProblem, Problem } from '../../core/problem.ts';
import { secretIdentity } from '../../core/secret.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { PasswordGate, Turn } from '../password-gate.ts';
import type { StageClock } from '../stage-clock.ts';
import { type Identity, SingleKeyAgent } from './identity.ts';

/** How one connection logs in: the methods in order, and which of them was in hand at the end. */
export interface Login {
  readonly handler: AuthHandlerMiddleware;
  /** The keys that it may try. */
  readonly identities: readonly Identity[];
  /** `ops, by key ~/.ssh/id_ed25519`. */
  describe(): string;
  /** Must be called when the connection has come to its end or through: it settles what a tried password was worth. */
  settle(end: 'accepted' | 'lost'): void;
}

interface Try {
  readonly title: string;
  readonly kind: 'publickey' | 'password' | 'keyboard-interactive';
  prepare(): Promise<AnyAuthMethod>;
}

/**
 * Keys first, then the password. The probe `none` is left out: it costs a round trip and only says what the first
 * try says too. A password goes to keyboard-interactive only where the server does not take it as such, so that a wrong
 * one counts once.
 */
export function planLogin(
  host: Host,
  identities: readonly Identity[],
  means: { readonly secrets: Secrets; readonly gate: PasswordGate },
  clock: StageClock,
): Login {
  const tries: Try[] = [...identities.map((identity) => byKey(host, identity)), ...byPassword()];
  const tried: Try[] = [];
  let turn: Turn | undefined;

  function byPassword(): readonly Try[] {
    const { password: reference } = host;
    if (reference === undefined) return [];
    const resolve = async () => {
      clock.pause();
      const secret = await means.secrets.resolve(reference);
      turn ??= await means.gate.enter(`login ${host.user} ${secretIdentity(reference)}`, host.name);
      clock.enter('authentication');
      return secret.reveal();
    };
    const username = host.user;
    return [
      {
        title: 'password',
        kind: 'password',
        prepare: async () => ({ type: 'password', username, password: await resolve() }),
      },
      {
        title: 'password (keyboard-interactive)',
        kind: 'keyboard-interactive',
        prepare: async () => {
          const password = await resolve();
          return { type: 'keyboard-interactive', username, prompt: answerOnce(password) };
        },
      },
    ];
  }

  function next(left: readonly AuthenticationType[] | null): Try | undefined {
    const last = tried.at(-1);
    if (last?.kind === 'password' && left?.includes('password') !== false) tries.length = 0;
    for (;;) {
      const candidate = tries.shift();
      if (candidate === undefined || left === null || left.includes(candidate.kind)) return candidate;
    }
  }

  return {
    identities,
    handler: (left: AuthenticationType[] | null, _partial, proceed) => {
      const candidate = next(left);
      if (candidate === undefined) {
        turn?.rejected();
        clock.fail(rejected(host, tried, left));
        return;
      }
      tried.push(candidate);
      candidate.prepare().then(proceed, (thrown: unknown) => clock.fail(asProblem(thrown)));
    },
    describe: () => `${host.user}, by ${tried.at(-1)?.title ?? 'nothing at all'}`,
    settle: (end) => {
      if (end === 'accepted' && tried.at(-1)?.kind !== 'publickey') turn?.accepted();
      else turn?.undecided();
    },
  };
}

function byKey(host: Host, identity: Identity): Try {
  return {
    title: identity.title,
    kind: 'publickey',
    prepare: () =>
      Promise.resolve({ type: 'agent', username: host.user, agent: new SingleKeyAgent(identity) }),
  };
}

/** Answers the one hidden question with the password; a second round means that it was wrong, and gets no answer. */
function answerOnce(password: string) {
  let answered = false;
  return (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: Prompt[],
    finish: (answers: string[]) => void,
  ): void => {
    const answer = answered ? '' : password;
    answered = true;
    finish(prompts.map((prompt) => (prompt.echo === true ? '' : answer)));
  };
}

function rejected(host: Host, tried: readonly Try[], left: readonly AuthenticationType[] | null): Problem {
  const accepts = left === null ? '' : `; the server takes ${left.join(', ')}`;
  if (tried.length === 0) {
    return new Problem(
      'login-rejected',
      `there is no key and no password to log in as ${host.user} with${accepts}`,
      {
        wayOut:
          'name an identityFile for this host, start an agent that holds the key, or set password: { env: NAME }',
      },
    );
  }
  const list = tried.map((attempt) => attempt.title).join(', ');
  return new Problem('login-rejected', `the login as ${host.user} was rejected; tried: ${list}${accepts}`, {
    wayOut: `is the key in ~${host.user}/.ssh/authorized_keys, and may ${host.user} log in? vipfarm doctor ${host.name} shows each step`,
  });
}

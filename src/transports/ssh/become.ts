import type { ClientChannel } from 'ssh2';
import { asProblem, Problem } from '../../core/problem.ts';
import { secretIdentity } from '../../core/secret.ts';
import type { Host } from '../../inventory/fleet.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { PasswordGate, Turn } from '../password-gate.ts';
import type { StageClock } from '../stage-clock.ts';
import type { Ascent } from './ascent.ts';
import type { Preamble } from './preamble.ts';

/** The conversation with sudo and its like, up to the moment when root's shell proves itself. */
export interface Conversation {
  /** Something was heard that did not contain the mark. */
  onText(): void;
  /** The mark was heard. */
  onReached(): void;
  /** The channel closed before the mark: why root's shell was not reached. */
  refusal(exitCode: number | undefined): Problem;
  /** Must be called at the end, whatever it was. */
  settle(): void;
}

/** A prompt stays on its line and nothing follows it; this long, in milliseconds, nothing must have followed. */
const quietTime = 200;

export function converse(
  host: Host,
  ascent: Ascent,
  channel: ClientChannel,
  preamble: Preamble,
  means: { readonly secrets: Secrets; readonly gate: PasswordGate },
  clock: StageClock,
): Conversation {
  let asked = 0;
  let sent = false;
  let turn: Turn | undefined;
  let quiet: NodeJS.Timeout | undefined;

  function onText(): void {
    if (ascent.prompt !== undefined) {
      const prompts = preamble.text.split(ascent.prompt).length - 1;
      if (prompts > asked) onPrompt(prompts);
    } else if (!ascent.sendAtOnce && asked === 0) {
      clearTimeout(quiet);
      if (!preamble.text.endsWith('\n')) quiet = setTimeout(onPrompt, quietTime, 1);
    }
  }

  /** Asked a second time, the password was wrong: it is not tried twice, because that may lock the account. */
  function onPrompt(count: number): void {
    asked = count;
    if (host.becomePassword === undefined || count > 1) clock.fail(refusal(undefined));
    else sendPassword().catch((thrown: unknown) => clock.fail(asProblem(thrown)));
  }

  async function sendPassword(): Promise<void> {
    const { becomePassword } = host;
    if (becomePassword === undefined) return;
    clock.pause();
    const secret = await means.secrets.resolve(becomePassword);
    turn = await means.gate.enter(`${host.become} ${host.user} ${secretIdentity(becomePassword)}`, host.name);
    clock.enter('become');
    sent = true;
    channel.write(`${secret.reveal()}\n`);
  }

  function refusal(exitCode: number | undefined): Problem {
    if (!sent && (exitCode === 126 || exitCode === 127)) return notThere(host, preamble.text);
    if (!sent && wantsTerminal.test(preamble.text)) return needsTerminal(host, preamble.text);
    if (host.becomePassword === undefined) return needsPassword(host, preamble.text);
    if (sent && asked === 1 && isForbidden(ascent, preamble.text)) {
      turn?.undecided();
      return forbidden(host, preamble.text, ascent.prompt);
    }
    if (sent) turn?.rejected();
    return rejected(host, preamble.text, ascent.prompt);
  }

  return {
    onText,
    onReached: () => {
      clearTimeout(quiet);
      if (sent) turn?.accepted();
      else turn?.undecided();
    },
    refusal,
    settle: () => {
      clearTimeout(quiet);
      turn?.undecided();
    },
  };
}

/** What sudo says under requiretty, which older systems of Red Hat have set for everybody. It has asked for no password then. */
const wantsTerminal = /must have a tty/;

function needsTerminal(host: Host, said: string): Problem {
  const wayOut = `allow it without a terminal on this host: Defaults:${host.user} !requiretty`;
  return notLetThrough(host, said, undefined, wayOut);
}

function needsPassword(host: Host, said: string): Problem {
  return new Problem(
    'become-needs-password',
    `${host.become} asks for a password, and none is given${quoted(said)}`,
    {
      wayOut: `set becomePassword: { env: NAME } for this host, or allow it without: ${permission(host)}`,
    },
  );
}

function permission(host: Host): string {
  switch (host.become) {
    case 'doas':
      return `permit nopass ${host.user} as root (doas.conf)`;
    case 'pfexec':
      return `usermod -P "Primary Administrator" ${host.user}`;
    case 'su':
      return 'become: sudo';
    default:
      return `${host.user} ALL=(root) NOPASSWD: /bin/sh`;
  }
}

function rejected(host: Host, said: string, prompt: string | undefined): Problem {
  const wayOut = `is becomePassword right, and may ${host.user} use ${host.become} on this host? It was tried once`;
  return notLetThrough(host, said, prompt, wayOut);
}

/**
 * What sudo says of a user who may not do this (log_denial in its logging.c). Where it has asked for a password, it says so only
 * of one who gave the right one. doas and su tell nothing of that kind.
 */
const saysForbidden =
  / is not in the sudoers file| is not allowed to run sudo on |^Sorry, user \S+ (?:is not allowed to execute|may not run sudo on) /m;

/** What was said before the prompt says nothing about the password. */
function isForbidden({ prompt }: Ascent, said: string): boolean {
  return prompt !== undefined && saysForbidden.test(said.slice(said.lastIndexOf(prompt) + prompt.length));
}

function forbidden(host: Host, said: string, prompt: string | undefined): Problem {
  const wayOut = `the password is right; allow it on this host: ${host.user} ALL=(root) /bin/sh`;
  return notLetThrough(host, said, prompt, wayOut);
}

function notLetThrough(host: Host, said: string, prompt: string | undefined, wayOut: string): Problem {
  const words = prompt === undefined ? said : said.replaceAll(prompt, '');
  const message = `${host.become} did not let ${host.user} become root${quoted(words)}`;
  return new Problem('become-rejected', message, { wayOut });
}

function notThere(host: Host, said: string): Problem {
  return new Problem('become-rejected', `${host.become} could not be started${quoted(said)}`, {
    wayOut: 'name in become what this host has: sudo, su, doas, pfexec, dzdo or none',
  });
}

/** The last words of the host, for people only. */
function quoted(said: string): string {
  const last = said
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .at(-1);
  return last === undefined ? '' : ` (it says: ${last.trim()})`;
}

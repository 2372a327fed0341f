/**
 * Everything that can go wrong in a way an operator can act on. The union is closed, so that whoever decides on a
 * problem can be checked by the compiler; nobody ever decides by looking at a message.
 */
export type ProblemCode =
  | 'usage'
  | 'inventory-unreadable'
  | 'inventory-invalid'
  | 'secret-unavailable'
  | 'dns-failed'
  | 'tcp-refused'
  | 'tcp-unreachable'
  | 'deadline-passed'
  | 'handshake-failed'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'host-key-unsupported'
  | 'certificate-refused'
  | 'known-hosts-unusable'
  | 'login-rejected'
  | 'login-withheld'
  | 'become-rejected'
  | 'become-needs-password'
  | 'channel-refused'
  | 'connection-lost'
  | 'jump-failed'
  | 'answer-unreadable'
  | 'platform-unknown'
  | 'change-refused'
  | 'change-failed'
  | 'plan-unreadable'
  | 'plan-stale'
  | 'not-approved'
  | 'run-unknown'
  | 'service-not-kept'
  | 'lock-held'
  | 'gate-shut'
  | 'hook-failed'
  | 'evidence-not-written'
  | 'file-not-written'
  | 'store-unusable'
  | 'demo-refused'
  | 'interrupted'
  | 'internal';

export interface ProblemDetail {
  /** What the operator should do next, as a sentence or a command. */
  readonly wayOut?: string;
  /** Whether the same attempt may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** The key that a host showed and that was not accepted: a run collects them and lists them once. */
  readonly shownKey?: ShownKey;
}

export interface ShownKey {
  /** The name that known_hosts would have for the host: `web01.dc1`, `[web01.dc1]:2222`. */
  readonly name: string;
  /** `ED25519 SHA256:...` */
  readonly key: string;
}

/** The one error class: a code to decide by, a message to read, a way out, and the cause as it came. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly wayOut: string | undefined;
  readonly retryable: boolean;
  readonly shownKey: ShownKey | undefined;

  constructor(code: ProblemCode, message: string, detail: ProblemDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.wayOut = detail.wayOut;
    this.retryable = detail.retryable ?? false;
    this.shownKey = detail.shownKey;
  }
}

/** The problem itself, or the unforeseen thing wrapped as an internal one. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem('internal', message, { cause: thrown });
}

/** One line for a person: what happened, and what to do. */
export function describeProblem(problem: Problem): string {
  const { message, wayOut } = problem;
  if (wayOut === undefined) return message;
  if (message.includes('\n')) return `${message}\n${wayOut}`;
  return /[.?!]$/.test(message) ? `${message} ${wayOut}` : `${message}; ${wayOut}`;
}

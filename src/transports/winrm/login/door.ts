import type { Host } from '../../../inventory/fleet.ts';
import type { Secrets } from '../../../secrets/secrets.ts';
import type { PasswordGate } from '../../password-gate.ts';
import type { StageClock } from '../../stage-clock.ts';
import type { HttpLine } from '../http/http-line.ts';
import type { Protection } from '../protection.ts';

/** What the logins of a run share. */
export interface LoginMeans {
  readonly secrets: Secrets;
  readonly gate: PasswordGate;
}

/** A connected line before the login. */
export interface Door {
  readonly host: Host;
  readonly line: HttpLine;
  /** What a login is tied to over TLS; undefined without. */
  readonly binding: Buffer | undefined;
  readonly means: LoginMeans;
  readonly clock: StageClock;
}

export interface LoggedIn {
  readonly protection: Protection;
  /** `ops, by NTLM, each message sealed`. */
  readonly title: string;
  /** What the server calls itself; undefined when it has not answered yet. */
  readonly software: string | undefined;
  /** Must be called when the connection ends: a password of which nobody knows what it was worth is tried by the next host. */
  settle(): void;
}

import type { ScriptLanguage } from '../core/script-language.ts';
import type { Host } from '../inventory/fleet.ts';

/** Opens sessions of one kind (SSH, WinRM). It owns what sessions share: jump connections, parsed keys, known hosts. */
export interface Transport extends AsyncDisposable {
  readonly kind: 'ssh' | 'winrm';
  /**
   * Opens the one session of this host and run.
   * @throws Problem: one of the codes of reaching a host (dns-failed ... channel-refused)
   */
  connect(host: Host, signal: AbortSignal): Promise<Session>;
}

/** An authenticated connection to one host. It knows bytes and scripts, nothing about operating systems. */
export interface Session extends AsyncDisposable {
  readonly host: string;
  /** What its scripts have to be written in. */
  readonly language: ScriptLanguage;
  /** False once the connection has ended, whoever ended it. */
  readonly isOpen: boolean;
  /** What was learned on the way: for `doctor`, evidence and `facts`. */
  readonly peer: Peer;
  /**
   * Runs one script in the session's language. It travels on standard input, never in argv.
   * Resolves when the channel has closed; a non-zero exit is an answer, not a problem.
   * @throws Problem: become-rejected, become-needs-password, channel-refused, deadline-passed, connection-lost
   */
  run(request: ScriptRequest): Promise<Answer>;
}

export interface Peer {
  /** The address that the connection ended at; undefined behind a jump host. */
  readonly address: string | undefined;
  /** `SSH-2.0-OpenSSH_9.2p1 Debian-2` and the like. */
  readonly software: string;
  /** `ED25519 SHA256:...`; over HTTPS that of the certificate, over HTTP `none`. */
  readonly hostKey: string;
  /** How the login succeeded, for people: `ops, by key ~/.ssh/id_ed25519`. */
  readonly login: string;
}

export interface ScriptRequest {
  readonly script: string;
  /** Run it as root by the means that the host's settings name. On Windows the login has its rights or not. */
  readonly asRoot: boolean;
  readonly signal: AbortSignal;
  /**
   * Milliseconds that it may take, silent or not, instead of the host's deadlines for its output. It has ended when it
   * exits, whatever it leaves running. Until then its standard input stays open where scripts are shell, so that it can
   * tell when nobody waits for it any more.
   */
  readonly limit?: number;
  /** Bytes kept of each stream; what comes beyond is counted and thrown away. Default: 1 MiB. */
  readonly outputLimit?: number;
  /** Told what comes on standard output, as it comes. A script that runs long must print often: `idle` is a deadline. */
  readonly onOutput?: (text: string) => void;
}

export interface Answer {
  /** undefined when the server reported none (killed by a signal, or closed without one). */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes that came beyond the output limit and were not kept. */
  readonly dropped: number;
  readonly milliseconds: number;
}

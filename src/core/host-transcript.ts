/** What a real host answered, without anybody's names and addresses: it can be sent to us, and become a test. */
export interface HostTranscript {
  readonly name: string;
  readonly evidence: 'recorded';
  /** How the session was made, such as `SSH-2.0-OpenSSH_9.2p1 Debian-2`, and the date. */
  readonly source: string;
  readonly wanted: { readonly present: readonly string[]; readonly services: readonly number[] };
  /** What this vipfarm makes of it; undefined where it makes nothing of it. */
  readonly expected: ExpectedReading | undefined;
  readonly output: string;
}

export interface ExpectedReading {
  readonly platform: string;
  readonly title: string;
  readonly decision: string;
  readonly steps: readonly string[];
  readonly reason: string;
  readonly state: string;
}

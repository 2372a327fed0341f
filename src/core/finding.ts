/** What `vipfarm lint` looks for, by the name that reports carry, with the title that they show. */
export const lintRules = {
  yaml: 'The file is not valid YAML',
  'duplicate-key': 'A key is written twice in the same map',
  'unknown-key': 'A key that the format does not have',
  'missing-key': 'A key that the format requires is missing',
  'wrong-value': 'A value of the wrong type or form',
  'literal-secret': 'A secret written into the file instead of a reference to it',
  'bad-range': 'A range of names that is empty, backward or malformed',
  'unknown-reference': 'A name that nothing in the file carries',
  'bad-name': 'A name that cannot be used on the command line',
  'vip-invalid': 'A VIP that is no single unicast address',
  'vip-twice': 'A VIP that is named more than once',
  'vip-is-own-address': "A VIP that is a host's or director's own address",
  'member-twice': 'A member that a pool names more than once',
  'host-twice': 'A host whose name is written in two ways',
  'no-members': 'A pool without members or without VIPs',
  'clashing-settings': 'A host that two groups or pools set differently',
  'shared-address': 'Two hosts with the same address',
  'bad-mac': 'A MAC address that cannot belong to a network card',
  'bad-address': 'Text that is no address or name of a host',
  'missing-pins': 'Pinned host keys without any pin',
  'winrm-setting': 'A setting that does not go with WinRM',
  'rollout-senseless': 'Batches or limits that cannot work',
  'hook-senseless': 'A hook that cannot be run as it is written',
  'check-senseless': 'A check of a service that cannot be made',
  'bad-schedule': 'A schedule that cannot be followed',
  'no-director': 'A pool without a director',
  'unused-entry': 'An entry that nothing uses',
} as const;

export type LintRule = keyof typeof lintRules;

/** One thing that is wrong in an inventory file, with the place where it is. Line and column count from 1. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly rule: LintRule;
  readonly message: string;
  readonly wayOut: string | undefined;
  readonly line: number;
  readonly column: number;
  /** Characters from the column on, within the line. */
  readonly length: number;
  /** The line, or what is around the place in a very long one; literal secrets in it are masked. */
  readonly excerpt: string;
  /** The column of the excerpt's first character: 1 but for very long lines. */
  readonly excerptColumn: number;
}

/** Everything that is wrong in an inventory file, in the order of the file. */
export interface LintReport {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly pools: number;
  readonly hosts: number;
}

/** What is wrong and what to do, in one line. */
export function describeFinding({ message, wayOut }: Finding): string {
  return wayOut === undefined ? message : `${message}; ${wayOut}`;
}

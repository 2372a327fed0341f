import type { CommandDefinition } from '../command.ts';
import { reaching } from '../options.ts';

/** Commands that read hosts and change nothing. */
export const looking: readonly CommandDefinition[] = [
  {
    usage: 'facts [pools..]',
    summary: 'show what is found on the members',
    details:
      'Reads the members in one exec each and shows the system, the NICs with MAC and addresses, the loopback addresses and the address of the session. With --output json everything that was observed.',
    options: reaching,
    examples: [['facts web --output json', 'all that a plan is made from']],
    load: () => import('../facts.ts'),
  },
  {
    usage: 'verify [pools..]',
    summary: 'show every check of every member',
    details: 'Reads the members and shows each check with what was expected and what was found.',
    options: reaching,
    examples: [['verify web', 'every check of the pool web']],
    load: () => import('../verify.ts'),
  },
  {
    usage: 'audit [pools..]',
    summary: 'find what is not as the pools ask for',
    details:
      'Reads the members in one exec each and shows the hosts that are not ok: missing, partial, drift, foreign, conflict, unreachable.',
    options: reaching,
    examples: [['audit', 'all pools; exit code 2 when anything has drifted']],
    load: () => import('../audit.ts'),
  },
];

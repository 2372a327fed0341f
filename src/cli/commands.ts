import type { CommandDefinition } from './command.ts';
import {
  fanoutOption,
  inventoryOption,
  outputOption,
  quietOption,
  verboseOption,
  yesOption,
} from './options.ts';

const reaching = {
  inventory: inventoryOption,
  fanout: fanoutOption,
  output: outputOption,
  verbose: verboseOption,
  quiet: quietOption,
};

/** Every command, in the order in which --help shows them. */
export const commands: readonly CommandDefinition[] = [
  {
    usage: 'plan [pools..]',
    summary: 'show what apply or remove would do',
    details:
      'Reads every member of the pools (all pools when none is named) and shows, host by host, the ordered steps that are missing. Hosts whose steps are the same are shown once. Nothing is changed.',
    options: {
      ...reaching,
      remove: { type: 'boolean', describe: 'plan a removal' },
      out: { type: 'string', describe: 'save the plan in this file, for vipfarm apply FILE' },
      adopt: { type: 'boolean', describe: 'take over VIPs that are right but were not made by vipfarm' },
      force: { type: 'boolean', describe: 'remove although clients are connected' },
    },
    examples: [
      ['plan web', 'what is missing on the members of the pool web'],
      ['plan web --out tonight.plan', 'save it; apply tonight.plan refuses it when anything has changed'],
    ],
    load: () => import('./plan.ts'),
  },
  {
    usage: 'apply [pools..]',
    summary: 'put the VIPs of the pools on their members',
    details:
      'Reads the members, shows the plan, asks, and carries it out in parallel: ARP is silenced and read back on every NIC before a VIP is added. Each step is confirmed on the host; a host on which one fails is put back as it was. Instead of pools, a file that vipfarm plan --out has written can be named.',
    options: {
      ...reaching,
      yes: yesOption,
      adopt: { type: 'boolean', describe: 'take over VIPs that are right but were not made by vipfarm' },
    },
    examples: [
      ['apply web', 'show the plan, ask, do it'],
      ['apply tonight.plan', 'do what was planned, or refuse if anything has changed since'],
    ],
    load: () => import('./apply.ts'),
  },
  {
    usage: 'verify [pools..]',
    summary: 'show every check of every member',
    details: 'Reads the members and shows each check with what was expected and what was found.',
    options: reaching,
    examples: [['verify web', 'every check of the pool web']],
    load: () => import('./verify.ts'),
  },
  {
    usage: 'audit [pools..]',
    summary: 'find what is not as the pools ask for',
    details:
      'Reads the members in one exec each and shows the hosts that are not ok: missing, partial, drift, foreign, conflict, unreachable.',
    options: reaching,
    examples: [['audit', 'all pools; exit code 2 when anything has drifted']],
    load: () => import('./audit.ts'),
  },
  {
    usage: 'remove [pools..]',
    summary: 'take the VIPs of the pools from their members',
    details:
      'The VIP goes first and is verified gone; then the files that would bring it back; and when it was the last one, the ARP settings are put back to what they were before vipfarm came. Only what vipfarm made is touched.',
    options: {
      ...reaching,
      yes: yesOption,
      force: { type: 'boolean', describe: 'remove although clients are connected' },
    },
    examples: [['remove web', 'show what goes, ask, take it away']],
    load: () => import('./remove.ts'),
  },
];

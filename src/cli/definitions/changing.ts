import { adoptOption, changeOptions, forceOption } from '../change-options.ts';
import type { CommandDefinition } from '../command.ts';
import { reaching, yesOption } from '../options.ts';
import { rolloutOptions } from '../rollout-options.ts';

/** Commands that change hosts, and the one that shows what they would do. */
export const changing: readonly CommandDefinition[] = [
  {
    usage: 'plan [pools..]',
    summary: 'show what apply or remove would do',
    details:
      'Reads every member of the pools (all pools when none is named) and shows, host by host, the ordered steps that are missing. Hosts whose steps are the same are shown once. Nothing is changed.',
    options: {
      ...reaching,
      ...rolloutOptions,
      remove: { type: 'boolean', describe: 'plan a removal' },
      out: { type: 'string', describe: 'save the plan in this file, for vipfarm apply FILE' },
      adopt: adoptOption,
      force: forceOption,
    },
    examples: [
      ['plan web', 'what is missing on the members of the pool web'],
      ['plan web --out tonight.plan', 'save it; apply tonight.plan refuses it when anything has changed'],
    ],
    load: () => import('../plan.ts'),
  },
  {
    usage: 'apply [pools..]',
    summary: 'put the VIPs of the pools on their members',
    details:
      'Reads the members, shows the plan, asks, and carries it out in parallel: ARP is silenced and read back on every NIC before a VIP is added. Each step is confirmed on the host; a host on which one fails is put back as it was. Instead of pools, a file that vipfarm plan --out has written can be named.',
    options: changeOptions.apply,
    examples: [
      ['apply web', 'show the plan, ask, do it'],
      ['apply tonight.plan', 'do what was planned, or refuse if anything has changed since'],
    ],
    holdsSessions: true,
    load: () => import('../apply.ts'),
  },
  {
    usage: 'remove [pools..]',
    summary: 'take the VIPs of the pools from their members',
    details:
      'The VIP goes first and is verified gone; then the files that would bring it back; and when it was the last one, the ARP settings are put back to what they were before vipfarm came. Only what vipfarm made is touched.',
    options: changeOptions.remove,
    examples: [['remove web', 'show what goes, ask, take it away']],
    holdsSessions: true,
    load: () => import('../remove.ts'),
  },
  {
    usage: 'resume <run>',
    summary: 'finish a run that was stopped or cut off',
    details:
      'Reads the hosts of the run again; those that it left in the middle are asked for their own notes first, and waited for while their script or their dead-man still works. Then it plans what is missing from what was found, shows it, asks, and does it as a run of its own.',
    options: changeOptions.resume,
    examples: [['resume 20261122-2310-web', 'go on where that run ended']],
    holdsSessions: true,
    load: () => import('../resume.ts'),
  },
  {
    usage: 'rollback <run>',
    summary: 'take back what a run has done',
    details:
      'Every host to which the run brought a VIP, or from which it took one, is put back, in the safe order and with the values that the host itself recorded; planned, shown, asked, journalled and verified like any other change. What the run only repaired stays repaired, and so does a boot entry that it took away where the VIP was not up.',
    options: changeOptions.rollback,
    examples: [['rollback 20261122-2310-web', 'as it was before that run']],
    holdsSessions: true,
    load: () => import('../rollback.ts'),
  },
  {
    usage: 'heal [pools..]',
    summary: 'name neighbours that were led astray, and have the director announce its VIPs',
    details:
      'Reads the neighbour tables of the hosts near the VIPs and asks who answers for them. Where the host of the director (`host:` of the director) is the one that answers now, it asks, and then announces the VIPs from there: everybody on the segment, routers and clients too, overwrites what was learned. Elsewhere it prints what to type on the director. Nothing on a host is changed. Ends with 5 while somebody answers who must not, with 2 while an entry is wrong.',
    options: { ...reaching, yes: yesOption },
    examples: [['heal web', 'after a member has answered ARP for the VIP of web']],
    load: () => import('../heal.ts'),
  },
];

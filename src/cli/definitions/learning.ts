import type { CommandDefinition } from '../command.ts';

/** Commands for somebody who is new to vipfarm. */
export const learning: readonly CommandDefinition[] = [
  {
    usage: 'demo',
    summary: 'see the life of a VIP on an embedded farm',
    details:
      'Makes a farm of servers, a director, a client and an ARP witness in namespaces of this machine, without root, and shows on it: plan, apply, who answers ARP before, during and after, the usual recipe beside it, drift, audit, repair, remove, evidence. Where namespaces are refused, the hosts are simulated, and the first line says so. Nothing is left behind.',
    options: {
      keep: {
        type: 'boolean',
        describe: 'leave the farm up until Ctrl-C, to try commands from another terminal',
      },
    },
    examples: [
      ['demo', 'watch it, less than a minute'],
      ['demo --keep', 'then work on the farm yourself'],
    ],
    load: () => import('../demo.ts'),
  },
];

import type { CommandDefinition } from '../command.ts';

/** Commands for somebody who is new to vipfarm. */
export const learning: readonly CommandDefinition[] = [
  {
    usage: 'demo',
    summary: 'see the life of a VIP on an embedded farm',
    details:
      'Makes a farm of servers, a director, a client and an ARP witness in namespaces of this machine, without root, and shows on it: plan, apply, who answers ARP before, during and after, the usual recipe beside it, drift, audit, repair, remove, evidence. Where namespaces are refused, the hosts are simulated, and the first line says so. Nothing is left behind. With --mixed, simulated systems of other makers are in the pool beside Linux: the first lines say which hosts are real and which are not, and which are left out because this machine lacks what plays them; the first time it takes half a minute longer.',
    options: {
      mixed: {
        type: 'boolean',
        describe:
          'Linux on real kernels in one pool with simulated AIX, Solaris, FreeBSD and Windows; from a clone only',
      },
      keep: {
        type: 'boolean',
        describe: 'leave the farm up until Ctrl-C, to try commands from another terminal',
      },
    },
    examples: [
      ['demo', 'watch it, less than a minute'],
      ['demo --mixed', 'one pool of several systems, in two minutes'],
      ['demo --keep', 'then work on the farm yourself'],
    ],
    load: () => import('../demo.ts'),
  },
];

import type { CommandDefinition } from '../command.ts';
import { outputOption } from '../options.ts';

/** Commands about what earlier runs have left here. */
export const keeping: readonly CommandDefinition[] = [
  {
    usage: 'runs <action> [run]',
    summary: 'list runs, show one, print its evidence',
    details:
      'Every verb that contacts hosts keeps a run: its plan, a journal, the raw output of each host before and after, a summary. `runs list` shows them, newest first; `runs show RUN` one of them; `runs evidence RUN` prints the raw outputs one after the other, to be attached to a change ticket.',
    options: { output: outputOption },
    examples: [
      ['runs list', 'what has been done from here'],
      ['runs evidence 20261122-2310-web > ticket.txt', 'what shows it'],
    ],
    load: () => import('../runs.ts'),
  },
];

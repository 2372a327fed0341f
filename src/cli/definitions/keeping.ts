import type { CommandDefinition } from '../command.ts';
import { outputOption } from '../options.ts';

/** Commands about what earlier runs have left here. */
export const keeping: readonly CommandDefinition[] = [
  {
    usage: 'runs <action> [run] [host]',
    summary: 'list runs, show one, print its evidence',
    details:
      'Every verb that contacts hosts keeps a run: its plan, a journal, the raw output of each host before and after, a summary. `runs list` shows them, newest first; `runs show RUN` one of them; `runs evidence RUN` prints the raw outputs one after the other, or those of one host, to be attached to a change ticket; with `--to FOLDER` it writes them there, one file for each host.',
    options: {
      output: outputOption,
      to: {
        type: 'string',
        describe: 'with evidence: the folder for a file of each host, in place of printing',
      },
    },
    examples: [
      ['runs list', 'what has been done from here'],
      ['runs evidence 20261122-2310-web > ticket.txt', 'what shows it'],
      ['runs evidence 20261122-2310-web web-03', 'what that host said'],
      ['runs evidence 20261122-2310-web --to ticket', 'a file for each host'],
    ],
    load: () => import('../runs.ts'),
  },
];

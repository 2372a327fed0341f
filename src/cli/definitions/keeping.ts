import type { CommandDefinition } from '../command.ts';
import { databaseOption, outputOption, yesOption } from '../options.ts';

/** Commands about what earlier runs have left, and about who is at work now. */
export const keeping: readonly CommandDefinition[] = [
  {
    usage: 'runs <action> [run] [other]',
    summary: 'what was done: list, show, diff, evidence, prune, verify',
    details:
      'Every verb that contacts hosts keeps a run: its plan, a journal, the raw output of each host before and after, a summary. `runs list` shows them, newest first; `runs show RUN` one of them; `runs diff RUN RUN` the hosts that two of them found different, and ends with 2 when there are any. `runs evidence RUN` prints the raw outputs one after the other, or with `runs evidence RUN HOST` those of one host, to be attached to a change ticket; with `--to FOLDER` it writes them there, one file for each host. `runs prune --older-than AGE` says which runs would go, and ends with 2; with `--yes` they go. `runs verify` walks the chain of all runs and ends with 2 when one was changed or is missing.',
    options: {
      output: outputOption,
      database: databaseOption,
      to: {
        type: 'string',
        describe: 'with evidence: the folder for a file of each host, in place of printing',
      },
      'older-than': { type: 'string', describe: 'with prune: the age in days or weeks, 90d or 12w' },
      keep: { type: 'number', describe: 'with prune: so many of the newest stay, however old they are' },
      yes: yesOption,
      anchor: { type: 'string', describe: 'with verify: a link that was kept elsewhere' },
    },
    examples: [
      ['runs list', 'what has been done from here'],
      ['runs evidence 20261122-2310-web > ticket.txt', 'what shows it'],
      ['runs evidence 20261122-2310-web web-03', 'what that host said'],
      ['runs evidence 20261122-2310-web --to ticket', 'a file for each host'],
      ['runs diff 20261121-0300-web 20261122-0300-web', 'what a day has changed'],
      ['runs prune --older-than 90d --keep 100 --yes', 'let go of what is old'],
      ['runs verify', 'whether the history is what was written'],
    ],
    load: () => import('../runs.ts'),
  },
  {
    usage: 'locks <action> [pool]',
    summary: 'who is changing which pool; break the lock of a dead run',
    details:
      'A run that changes a pool holds its lock, and renews it while it lives. `locks list` shows who holds which, since when, and when he was last heard of. A lock that has expired needs no breaking: the next run takes it. `locks break POOL` takes it from its holder at once; why is kept, and the number that hosts compare rises, so that they refuse the one who lost it.',
    options: {
      output: outputOption,
      database: databaseOption,
      why: { type: 'string', describe: 'with break: what the holder and all others will read' },
      yes: yesOption,
    },
    examples: [
      ['locks list', 'who is at work'],
      ['locks break web --why "admin1 is down, see ticket 4711" --yes', 'take the lock from a dead run'],
    ],
    load: () => import('../locks.ts'),
  },
];

import type { CommandDefinition } from '../command.ts';
import { inventoryOption, limitOption, outputOption } from '../options.ts';

/** Commands about the inventory file; they contact nobody. */
export const preparing: readonly CommandDefinition[] = [
  {
    usage: 'init',
    summary: 'write an inventory to begin with',
    details:
      'Writes a small commented inventory.yaml, valid as it stands, or the file that -i names. A file that is there already is never overwritten.',
    options: { inventory: inventoryOption },
    examples: [['init', 'inventory.yaml in the working folder']],
    load: () => import('../init.ts'),
  },
  {
    usage: 'lint',
    summary: 'find everything that is wrong in the inventory',
    details:
      'Reports all errors and warnings at once, each with file, line and column, the line itself, and what to do. Contacts nobody. Ends with 64 when there are errors and with 0 when there are none; warnings alone do not count.',
    options: {
      inventory: inventoryOption,
      output: { ...outputOption, choices: ['text', 'json', 'sarif'] },
    },
    examples: [
      ['lint -i farm.yaml', 'check another file than inventory.yaml'],
      ['lint --output sarif > lint.sarif', 'for a code hosting site'],
    ],
    load: () => import('../lint.ts'),
  },
  {
    usage: 'inventory <action> [pools..]',
    summary: 'list the hosts, draw the pools, print the schema',
    details:
      '`inventory list` shows the members of the pools as vipfarm will reach them, with everything inherited; `inventory graph` shows directors, pools and members as a tree; `inventory schema` prints the JSON Schema of the file for editors. With --output json every setting of every host. Contacts nobody.',
    options: { inventory: inventoryOption, limit: limitOption, output: outputOption },
    examples: [
      ['inventory list web --limit "web[01-10]"', 'how these hosts will be reached'],
      ['inventory schema > inventory.schema.json', 'for the editor'],
    ],
    load: () => import('../inventory.ts'),
  },
];

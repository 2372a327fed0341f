import type { CommandDefinition } from './command.ts';
import { changing } from './definitions/changing.ts';
import { connecting } from './definitions/connecting.ts';
import { keeping } from './definitions/keeping.ts';
import { learning } from './definitions/learning.ts';
import { looking } from './definitions/looking.ts';
import { preparing } from './definitions/preparing.ts';

/** Every command, in the order in which --help shows them: one file for each group, the code of each behind its `load`. */
export const commands: readonly CommandDefinition[] = [
  ...preparing,
  ...connecting,
  ...looking,
  ...changing,
  ...keeping,
  ...learning,
];

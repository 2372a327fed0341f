import { commandsPage } from './commands-page.ts';
import { exitCodesPage } from './exit-codes-page.ts';

/** A file of docs/ that is made from the code. */
export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly content: () => string;
}

export const pages: readonly Page[] = [
  { path: 'docs/reference/commands.md', content: commandsPage },
  { path: 'docs/reference/exit-codes.md', content: exitCodesPage },
];

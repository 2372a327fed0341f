import { inventorySchemaJson } from '../../src/inventory/json-schema.ts';
import { commandsPage } from './commands-page.ts';
import { exitCodesPage } from './exit-codes-page.ts';
import { inventoryPage } from './inventory-page.ts';
import { outputPage } from './output-page.ts';
import { outputSchemaJson } from './output-schema.ts';
import type { Schema } from './schema-tables.ts';

/** A file of docs/ that is made from the code. */
export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly content: () => string;
}

export const pages: readonly Page[] = [
  { path: 'docs/reference/commands.md', content: commandsPage },
  { path: 'docs/reference/exit-codes.md', content: exitCodesPage },
  { path: 'docs/reference/inventory.md', content: () => inventoryPage(inventorySchemaJson()) },
  { path: 'docs/inventory.schema.json', content: () => asText(inventorySchemaJson()) },
  { path: 'docs/reference/output.md', content: () => outputPage(outputSchemaJson()) },
  { path: 'docs/output.schema.json', content: () => asText(outputSchemaJson()) },
];

function asText(schema: Schema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

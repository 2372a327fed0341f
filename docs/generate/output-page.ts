import { code, heading } from './markdown.ts';
import type { OutputSchema } from './output-schema.ts';
import { elementOf, partOf, rowsOf, type Schema } from './schema-tables.ts';

/** docs/reference/output.md, from the JSON Schema of the outputs. */
export function outputPage(schema: OutputSchema): string {
  return [
    heading('JSON output', 'docs/generate/output-schema.ts'),
    'With `--output json` a command prints one JSON document on standard output; progress and errors stay on standard',
    'error. [output.schema.json](../output.schema.json) describes every document completely, under `definitions`.',
    'The [exit codes](exit-codes.md) are the same as without it.',
    '',
    ...alike(schema.definitions).map(({ names, output }) => section(names, output)),
  ].join('\n');
}

interface Output {
  readonly names: string[];
  readonly output: Schema;
}

/** Commands that print the same document share a section. */
function alike(outputs: Readonly<Record<string, Schema>>): readonly Output[] {
  const byForm = new Map<string, Output>();
  for (const [name, output] of Object.entries(outputs)) {
    const form = JSON.stringify(output);
    const same = byForm.get(form);
    if (same === undefined) byForm.set(form, { names: [name], output });
    else same.names.push(name);
  }
  return [...byForm.values()];
}

/** The fields of a document, then those of what it holds. */
function section(names: readonly string[], output: Schema): string {
  const plan = partOf(output, 'plan');
  const lists = ['pools', 'hosts', 'results', 'findings', 'runs', 'files'].map((key) => ({
    key,
    entry: elementOf(partOf(output, key)),
  }));
  const parts = [
    ...(plan.properties === undefined ? [] : [`In ${code('plan')}:\n\n${rowsOf(plan, 'optional')}`]),
    ...lists
      .filter(({ entry }) => entry.properties !== undefined)
      .map(({ key, entry }) => `Each of ${code(key)}:\n\n${rowsOf(entry, 'optional')}`),
  ];
  return [
    `## ${names.map((name) => name.replace('-', ' ')).join(', ')}\n`,
    rowsOf(output, 'optional'),
    ...parts,
  ].join('\n');
}

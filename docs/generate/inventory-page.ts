import { usualDeadlines } from '../../src/core/deadline.ts';
import { code, heading, table } from './markdown.ts';
import { elementOf, partOf, propertiesOf, rowsOf, type Schema } from './schema-tables.ts';

/** docs/reference/inventory.md, from the JSON Schema that editors use. */
export function inventoryPage(file: Schema): string {
  const settings = partOf(file, 'defaults');
  const entry = (key: string) => without(settings, elementOf(partOf(file, key)));
  const pool = entry('pools');
  const rollout = partOf(pool, 'rollout');
  const hooks = partOf(rollout, 'hooks');
  return [
    heading('Inventory', 'the schema in src/inventory/'),
    'One YAML file. With this first line an editor completes and checks it:\n',
    '```yaml\n# yaml-language-server: $schema=docs/inventory.schema.json\n```\n',
    'Anchors, aliases and merge keys may be used; a key at the top that begins with `x-` is a place for them. [Example fleets](../../inventory/) show one idea each.\n',
    `## The file\n\n${rowsOf(file)}`,
    `## directors.NAME\n\n${rowsOf(entry('directors'))}`,
    `## groups.NAME\n\n${rowsOf(entry('groups'))}\n${andSettings}`,
    `## hosts.NAME\n\nNAME may be a range such as \`web[01-40].dc1\`.\n\n${rowsOf(entry('hosts'))}\n${andSettings}`,
    `## pools.NAME\n\n${rowsOf(pool)}\n${andSettings}`,
    `## pools.NAME.services\n\n${rowsOf(elementOf(partOf(pool, 'services')))}`,
    `## pools.NAME.rollout\n\n${rowsOf(rollout)}`,
    `## pools.NAME.rollout.hooks\n\n${rowsOf(hooks)}`,
    `## pools.NAME.rollout.hooks.HOOK\n\n${rowsOf(partOf(hooks, 'drain'))}`,
    `## schedules.NAME\n\n${rowsOf(entry('schedules'))}`,
    '## Settings\n',
    'Inherited in this order, the later one winning: `defaults`, groups, pools, hosts.\n',
    rowsOf(settings),
    timeouts(),
  ].join('\n');
}

const andSettings = 'And any of the [settings](#settings).\n';

function timeouts(): string {
  const rows = Object.entries(usualDeadlines).map(([stage, limit]) => [code(stage), String(limit / 1000)]);
  return `## timeouts\n\n${table(['stage', 'seconds unless given'], rows)}`;
}

/** The schema without the properties that another one has, too. */
function without(other: Schema, schema: Schema): Schema {
  const own = Object.entries(propertiesOf(schema)).filter(([name]) => !(name in propertiesOf(other)));
  return { ...schema, properties: Object.fromEntries(own) };
}

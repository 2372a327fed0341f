import type { z } from 'zod';
import { code, table } from './markdown.ts';

export type Schema = z.core.JSONSchema.BaseSchema;

/** The properties of an object of a JSON Schema as a table. `mark` is said of what must, or need not, be there. */
export function rowsOf(schema: Schema, mark: 'required' | 'optional' = 'required'): string {
  const rows = Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const isRequired = schema.required?.includes(name) === true;
    const marked = isRequired === (mark === 'required');
    const remark = { required: 'Required.', optional: 'May be absent.' }[mark];
    return [code(name), typeOf(property), `${property.description ?? ''} ${marked ? remark : ''}`.trim()];
  });
  return table(['key', 'value', 'meaning'], rows);
}

/** What a person writes there: `text`, `list of text`, `{ env: text }`. */
function typeOf(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(', or ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.type === 'array') return `list of ${typeOf(elementOf(schema))}`;
  if (schema.type === 'object') return objectOf(schema);
  if (schema.type === 'boolean') return `${code('true')}, ${code('false')}`;
  return schema.type === 'string' ? 'text' : 'number';
}

function objectOf(schema: Schema): string {
  const names = Object.keys(propertiesOf(schema));
  if (names.length === 0) return 'entries by name';
  return names.length > 3 ? 'map' : code(`{ ${names.map((name) => `${name}: ...`).join(', ')} }`);
}

export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  const properties: Record<string, Schema> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (typeof property === 'object') properties[name] = property;
  }
  return properties;
}

export function partOf(schema: Schema, name: string): Schema {
  return propertiesOf(schema)[name] ?? {};
}

/** What a list or a map by name holds. */
export function elementOf(schema: Schema): Schema {
  const element = schema.type === 'array' ? schema.items : schema.additionalProperties;
  return typeof element === 'object' && !Array.isArray(element) ? element : {};
}

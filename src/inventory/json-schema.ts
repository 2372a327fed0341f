import * as z from 'zod';
import { Inventory } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The format of inventory files as JSON Schema (draft 7), for editors and docs/inventory.schema.json. */
export function inventorySchemaJson(): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(Inventory, { target: 'draft-7', io: 'input' });
  return {
    ...schema,
    title: 'vipfarm inventory',
    patternProperties: { '^x-': { description: 'A place for anchors; vipfarm itself does not look at it.' } },
  };
}

/** The keys that a map at this path may have; none where any name may stand. */
export function knownKeys(path: readonly (string | number)[]): readonly string[] {
  const schemas = path.reduce<readonly JsonSchema[]>(
    (parents, step) => parents.flatMap((parent) => partsAt(parent, step)),
    [schemaOnce()],
  );
  return schemas.flatMap(alternatives).flatMap((schema) => Object.keys(schema.properties ?? {}));
}

/** Made once: a file may have the same slip ten thousand times. */
let made: JsonSchema | undefined;

function schemaOnce(): JsonSchema {
  made ??= inventorySchemaJson();
  return made;
}

function partsAt(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  return alternatives(schema)
    .map((each) =>
      typeof step === 'number' ? each.items : (each.properties?.[step] ?? each.additionalProperties),
    )
    .filter((part): part is JsonSchema => typeof part === 'object' && !Array.isArray(part));
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? [schema];
}

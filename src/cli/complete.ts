import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The names that can follow a verb: the pools of the inventory, read without validating it; none where there is no file. */
export function completePools(
  current: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  try {
    const content: unknown = parse(
      readFileSync(environment['VIPFARM_INVENTORY'] ?? 'inventory.yaml', 'utf8'),
    );
    const pools =
      content !== null && typeof content === 'object' && 'pools' in content ? content.pools : undefined;
    return Object.keys(pools ?? {}).filter((name) => name.startsWith(current));
  } catch {
    return [];
  }
}

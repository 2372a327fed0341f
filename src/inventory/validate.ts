import type { Complaint, FilePath } from './complaint.ts';
import { complainAboutIssue } from './describe-issue.ts';
import { Inventory } from './schema.ts';
import { isRecord, valueAt } from './value-at.ts';

export interface Validation {
  /** The file without what is wrong in form, so that the rest can still be judged. */
  readonly inventory: Inventory;
  readonly complaints: readonly Complaint[];
}

/** Checks the form of the whole file. */
export function validate(values: unknown): Validation {
  const complaints: Complaint[] = [];
  let sound = withoutTemplates(values);
  for (;;) {
    const parsed = Inventory.safeParse(sound);
    if (parsed.success) return { inventory: parsed.data, complaints };
    const issues = parsed.error.issues;
    // What later rounds find follows from what was taken away before.
    if (complaints.length === 0)
      complaints.push(...issues.flatMap((issue) => complainAboutIssue(issue, sound)));
    const whole = issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys');
    sound = whole ? { version: 1, pools: {} } : structuredClone(sound);
    for (const issue of issues) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      for (const key of keys) prune(sound, pathOf(issue.path, key));
    }
  }
}

/** Top-level keys that begin with `x-` hold anchors for the rest of the file and nothing else. */
function withoutTemplates(values: unknown): unknown {
  if (!isRecord(values) || !Object.keys(values).some(isTemplate)) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !isTemplate(key)));
}

function isTemplate(key: string): boolean {
  return key.startsWith('x-');
}

function pathOf(path: readonly PropertyKey[], key: string | undefined): FilePath {
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  return key === undefined ? steps : [...steps, key];
}

/**
 * Takes a value away. What is required becomes empty instead, and so does an item of a list of names, so that indices stay true; the
 * rules say nothing of a place that has its complaint. Where no such thing can stand in for it, what contains it goes.
 */
function prune(values: unknown, path: FilePath): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce(valueAt, values);
  const empty = emptyValues[kindOf(path)];
  // It may be gone already, with another value that was wrong beside it.
  if (last === undefined || (!isRecord(parent) && !Array.isArray(parent))) return;
  if (empty !== undefined) Object.assign(parent, { [last]: empty() });
  else if (isRecord(parent) && Object.hasOwn(parent, last)) delete parent[last];
  else prune(values, path.slice(0, -1));
}

/** `pools.*.members.#` */
function kindOf(path: FilePath): string {
  return path.map((step, depth) => (depth === 1 ? '*' : typeof step === 'number' ? '#' : step)).join('.');
}

const emptyValues: Readonly<Record<string, () => unknown>> = {
  version: () => 1,
  pools: () => ({}),
  'pools.*.vips': () => [],
  'pools.*.vips.#': () => '',
  'pools.*.members': () => [],
  'pools.*.members.#': () => '',
  'pools.*.services.#': () => ({ port: 1 }),
  'pools.*.services.#.port': () => 1,
  'groups.*.hosts': () => [],
  'groups.*.hosts.#': () => '',
  'directors.*.macs': () => [],
  'directors.*.macs.#': () => '',
  'directors.*.addresses.#': () => '',
  'schedules.*.cron': () => '* * * * *',
  'schedules.*.audit': () => [],
  'schedules.*.audit.#': () => '',
};

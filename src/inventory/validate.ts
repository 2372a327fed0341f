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
 * Takes a value away; what is required becomes empty, and a list ends before it, so that indices stay true. Where
 * nothing is (a missing key), what should contain it goes.
 */
function prune(values: unknown, path: FilePath): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce(valueAt, values);
  if (last === undefined) return;
  const empty = emptyValues[path.map((step, depth) => (depth === 1 ? '*' : step)).join('.')];
  if (isRecord(parent) && empty !== undefined) parent[last] = empty();
  else if (valueAt(parent, last) === undefined) prune(values, path.slice(0, -1));
  else if (isRecord(parent)) delete parent[last];
  else if (Array.isArray(parent)) parent.length = Number(last);
}

const emptyValues: Readonly<Record<string, () => unknown>> = {
  version: () => 1,
  pools: () => ({}),
  'pools.*.vips': () => [],
  'pools.*.members': () => [],
  'groups.*.hosts': () => [],
  'directors.*.macs': () => [],
  'schedules.*.cron': () => '* * * * *',
  'schedules.*.audit': () => [],
};

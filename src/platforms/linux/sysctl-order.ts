import type { LinuxObserved, SysctlAssignment, SysctlFiles } from './observed.ts';
import { slashForm } from './read-sysctl.ts';
import { type Stack, sysctlPath } from './stacks/stack.ts';

/** Directories from strongest to weakest: a file masks those of the same name in weaker ones (sysctl.d(5)). */
const directories = [
  '/etc/sysctl.d',
  '/run/sysctl.d',
  '/usr/local/lib/sysctl.d',
  '/usr/lib/sysctl.d',
  '/lib/sysctl.d',
];

/** RHEL 6 reads every file of /etc/sysctl.d but these (initscripts, apply_sysctl). */
const passedOver = /(~|\.bak|\.orig|\.rpmnew|\.rpmorig|\.rpmsave)$/;

/** The assignment that decides a key at boot, if the file `without` were not there; undefined when no file names it. */
export function bootAssignment(
  host: LinuxObserved,
  key: string,
  without?: string,
): SysctlAssignment | undefined {
  const { named, patterns } = inBootOrder(host);
  return (
    named.get(key)?.findLast((one) => one.path !== without) ??
    patterns.findLast((one) => one.path !== without && matchesGlob(one.key, key))
  );
}

/** Why no boot reads our sysctl file, although the stack relies on it; undefined when one does. */
export function sysctlGap(host: LinuxObserved, stack: Stack): string | undefined {
  const unit = host.managers.units.get('systemd-sysctl');
  if (host.init !== 'systemd' || stack.silencesArp === true || unit === undefined) return undefined;
  // It is `static` as a rule: other units want it. A mask in /run ends with the boot.
  const state = unit.enabled === '' && unit.active !== 'active' ? 'not there' : unit.enabled;
  if (!['masked', 'disabled', 'not there'].includes(state)) return undefined;
  return `systemd-sysctl is ${state}, so nothing reads ${sysctlPath} at boot`;
}

/** The assignments that a boot makes, first to last: of each key that is named whole, and those of many keys at once. */
interface BootAssignments {
  readonly named: ReadonlyMap<string, readonly SysctlAssignment[]>;
  readonly patterns: readonly SysctlAssignment[];
}

/** Every NIC asks for several keys, and hosts with the same files (which are then the same object) have the same order. */
const ordered = new WeakMap<SysctlFiles, Map<string, BootAssignments>>();

function inBootOrder(host: LinuxObserved): BootAssignments {
  const orders = ordered.get(host.sysctl) ?? new Map<string, BootAssignments>();
  const system = `${host.init} ${host.managers.networkScripts}`;
  const known = orders.get(system);
  if (known !== undefined) return known;
  const order = bootOrder(host);
  const mine = host.sysctl.assignments.filter((one) => order.includes(one.path) || isTuned(one.path));
  const rankOf = ({ path }: SysctlAssignment): number =>
    isTuned(path) ? (host.sysctl.winOverTuned ? -1 : order.length) : order.indexOf(path);
  mine.sort((a, b) => rankOf(a) - rankOf(b) || a.line - b.line);
  const named = new Map<string, SysctlAssignment[]>();
  for (const one of mine) named.set(one.key, [...(named.get(one.key) ?? []), one]);
  const assignments = { named, patterns: mine.filter((one) => isPattern(one.key)) };
  ordered.set(host.sysctl, orders.set(system, assignments));
  return assignments;
}

/** The paths that this system's boot reads, first to last. tuned comes after all of them, unless it applies them again. */
export function bootOrder(host: LinuxObserved): readonly string[] {
  const main = '/etc/sysctl.conf';
  const paths = [...host.sysctl.paths.keys()];
  if (host.init !== 'systemd' && host.managers.networkScripts) {
    const dropIns = paths
      .filter((path) => path.startsWith('/etc/sysctl.d/') && !passedOver.test(path))
      .sort();
    return [main, ...dropIns];
  }
  const byName = unmasked(paths.filter((path) => path !== main && path.endsWith('.conf')));
  // systemd-sysctl does not read /etc/sysctl.conf itself; procps does, and last (sysctl.d(5), sysctl(8)).
  return host.init === 'systemd' ? byName : [...byName, main];
}

function unmasked(paths: readonly string[]): readonly string[] {
  const strongest = new Map<string, string>();
  for (const directory of directories.toReversed()) {
    for (const path of paths) {
      const slash = path.lastIndexOf('/');
      if (path.slice(0, slash) === directory) strongest.set(path.slice(slash + 1), path);
    }
  }
  return [...strongest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

function isTuned(path: string): boolean {
  return path.endsWith('/tuned.conf');
}

function isPattern(key: string): boolean {
  return /[*?]/.test(key);
}

function matchesGlob(pattern: string, key: string): boolean {
  const expression = slashForm(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${expression}$`).test(key);
}

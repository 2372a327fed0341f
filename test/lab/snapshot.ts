/** What a change has to leave as it found it: a name such as `file /etc/hosts` or `sysctl net.core.somaxconn`, and its state. */
export type Snapshot = ReadonlyMap<string, string>;

/** Prints one `name<TAB>state` a line. Times are left out: a file put back as it was is as it was. */
export const SNAPSHOT_SCRIPT = `
find /etc -printf 'file %p\\t%y %#m %u:%g %l\\n'
find /etc -type f -exec sha256sum {} + | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)$/content \\2\\t\\1/'
sysctl -a 2>/dev/null | sed -n 's/^\\(net\\.[^ ]*\\) = /sysctl \\1\\t/p'
`;

export function parseSnapshot(printed: string): Snapshot {
  const lines = printed.split('\n').filter((line) => line !== '');
  return new Map(lines.map(splitLine));
}

/** One line for each difference, for the message of a failed comparison; none when they are the same. */
export function compareSnapshots(before: Snapshot, after: Snapshot): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}: ${before.get(name) ?? 'absent'} -> ${after.get(name) ?? 'absent'}`);
}

function splitLine(line: string): readonly [string, string] {
  const at = line.indexOf('\t');
  return [line.slice(0, at), line.slice(at + 1)];
}

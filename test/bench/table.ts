import type { Standing } from './compare.ts';

/** A Markdown table; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Contestants over the same hosts; the processor time is also given as a multiple of that of the first. */
export function tableOfStandings(standings: readonly Standing[]): readonly string[] {
  const [first] = standings;
  const unit = first !== undefined && !('skipped' in first) ? first.cpuOfHost : Number.NaN;
  const rows = standings.map((one) => {
    if ('skipped' in one) return [one.name, String(one.hosts), `skipped: ${one.skipped}`, '', '', ''];
    return [
      one.name,
      String(one.hosts),
      one.wall.toFixed(1),
      one.cpuOfHost.toFixed(2),
      (one.cpuOfHost / unit).toFixed(2),
      one.memory.toFixed(0),
    ];
  });
  return table(['', 'hosts', 'wall, s', 'CPU a host, ms', 'of the first', 'memory, MB'], rows);
}

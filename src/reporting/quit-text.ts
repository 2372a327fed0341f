import { foldNames } from '../core/fold-names.ts';
import { hostsInDoubt, hostsNeverBegun, type RunMemory } from '../core/run-memory.ts';

/** What a run leaves open that is quit at once. */
export function quitText(memory: RunMemory): string {
  const open = hostsInDoubt(memory);
  const untouched = hostsNeverBegun(memory);
  if (open.length === 0) return `vipfarm: quit; no host was in work. ${untouched.length} not begun.\n`;
  const deadmen = open.flatMap((host) => {
    const until = memory.hosts.get(host)?.changes.at(-1)?.deadman;
    return until === undefined
      ? []
      : [`  ${host} undoes the change by itself at ${new Date(until).toISOString()}`];
  });
  const lines = [
    `vipfarm: quit with ${open.length} ${open.length === 1 ? 'host' : 'hosts'} in work: ${foldNames(open)}`,
    '  each goes on alone and ends or undoes what was sent to it; its end is not known here',
    ...deadmen,
    `  not begun: ${untouched.length}`,
    `Then: vipfarm resume ${memory.run}, or vipfarm rollback ${memory.run}`,
  ];
  return `${lines.join('\n')}\n`;
}

import { foldNames } from '../core/fold-names.ts';
import { hostsInDoubt, hostsLeftOut, hostsNeverBegun, type RunMemory } from '../core/run-memory.ts';

/** What a run leaves open that is quit at once. */
export function quitText(memory: RunMemory): string {
  const open = hostsInDoubt(memory);
  const drained = hostsLeftOut(memory).filter((host) => memory.hosts.get(host)?.outcome === undefined);
  const untouched = hostsNeverBegun(memory);
  if (open.length === 0 && drained.length === 0) {
    return `vipfarm: quit; no host was in work. ${untouched.length} not begun.\n`;
  }
  const inWork = new Set([...open, ...drained]);
  const deadmen = open.flatMap((host) => {
    const until = memory.hosts.get(host)?.changes.at(-1)?.deadman;
    return until === undefined
      ? []
      : [`  ${host} undoes the change by itself at ${new Date(until).toISOString()}`];
  });
  const goesOn = '  each goes on alone and ends or undoes what was sent to it; its end is not known here';
  const lines = [
    `vipfarm: quit with ${inWork.size} ${inWork.size === 1 ? 'host' : 'hosts'} in work: ${foldNames([...inWork])}`,
    ...(open.length === 0 ? [] : [goesOn]),
    ...deadmen,
    ...(drained.length === 0 ? [] : [`  out of service still: ${foldNames(drained)}`]),
    `  not begun: ${untouched.length}`,
    `Then: vipfarm resume ${memory.run}, or vipfarm rollback ${memory.run}`,
  ];
  return `${lines.join('\n')}\n`;
}

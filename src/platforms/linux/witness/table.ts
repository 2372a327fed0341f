import { quoteCommand } from '../../../core/quoting.ts';
import type { Introduction, Sight, WitnessMeans } from '../../witness.ts';
import { claim } from './arping.ts';
import { forEachVip, lookInRounds } from './rounds.ts';
import { readSight } from './sight.ts';

/** The kernel's own neighbour table, after a ping made it ask: it holds one answer, whoever gave it. */
export function tableMeans({ programs }: Introduction): readonly WitnessMeans[] {
  const ping = programs.has('ping') ? ['ping'] : programs.has('busybox') ? ['busybox', 'ping'] : undefined;
  if (ping === undefined) return [];
  return [
    {
      title: 'neighbour table',
      proves: 'table',
      families: [4, 6],
      look: (question) => {
        const lines = forEachVip(question, (vip) => [...ping, '-c', '1', '-W', '1', vip]).map(
          (line, index) => {
            const vip = question.vips[index]?.address ?? '';
            const shown = quoteCommand(['ip', 'neigh', 'show', vip, 'dev', question.nic.name]);
            return `{ ${line} >/dev/null; ${shown} | sed ${quoteCommand([`s/^/neighbour ${vip} /`])}; }`;
          },
        );
        return lookInRounds(question, lines, refuseOwn(question.vips.map(({ address }) => address)));
      },
      read: (line) => readNeighbourLine(line) ?? readSight(line),
    },
  ];
}

/** A host that has the VIP itself never asks for it. */
function refuseOwn(vips: readonly string[]): string {
  return vips
    .map(
      (vip) =>
        `ip -o addr | grep -qF ${quoteCommand([` ${vip}/`])} && { echo cannot look: it has ${vip} itself; exit 1; }\n`,
    )
    .join('');
}

/** `neighbour 192.0.2.100 192.0.2.100 lladdr 02:00:00:00:00:0a REACHABLE` */
function readNeighbourLine(line: string): Sight | undefined {
  const [, vip, mac] = /^neighbour (\S+) .*\blladdr ([0-9a-f:]{17})\b/.exec(line) ?? [];
  return claim(vip, mac);
}

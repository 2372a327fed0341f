import { quoteCommand } from '../../../core/quoting.ts';
import type { Introduction, Sight, WitnessMeans } from '../../witness.ts';
import { claim } from './arping.ts';
import { forEachVip, lookInRounds } from './rounds.ts';
import { readSight } from './sight.ts';

/** ndisc6, one solicitation a second for each VIP; -m waits for the answers of all who claim it. */
export function ndisc6Means({ programs }: Introduction): readonly WitnessMeans[] {
  if (!programs.has('ndisc6')) return [];
  return [
    {
      title: 'ndisc6',
      proves: 'replies',
      families: [6],
      look: (question) => {
        const commands = forEachVip(question, (vip, nic) => [
          'ndisc6',
          '-m',
          '-r',
          '1',
          '-w',
          '1000',
          vip,
          nic,
        ]);
        const lines = commands.map((command, index) => {
          const script = quoteCommand([`s/^/${question.vips[index]?.address ?? ''} /`]);
          return `{ ${command} | sed ${script}; }`;
        });
        return lookInRounds(question, lines);
      },
      read: (line) => readNdisc6(line) ?? readSight(line),
    },
  ];
}

/** `2001:db8::100 Target link-layer address: 02:00:00:00:00:0A` */
export function readNdisc6(line: string): Sight | undefined {
  const [, vip, mac] = /^(\S+) Target link-layer address: ([0-9a-fA-F:]{17})/.exec(line) ?? [];
  return claim(vip, mac);
}

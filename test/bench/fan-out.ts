import { compare } from './compare.ts';
import { bareSsh2, otherTools, vipfarmApplyAgain, vipfarmAudit } from './contestants.ts';
import { applyToFirst } from './first-apply.ts';
import { startFleet } from './fleet.ts';
import type { BenchPart } from './parts.ts';
import { tableOfStandings } from './table.ts';

/** Everybody over the same hosts, side by side. */
export const fanOut: BenchPart = {
  name: 'fan-out',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd'],
  hosts: [200, 1000],
  async run({ hosts, ...effort }) {
    await using fleet = await startFleet();
    await applyToFirst(fleet);
    const contestants = [bareSsh2, vipfarmAudit, vipfarmApplyAgain, ...otherTools];
    const lines: string[] = [];
    for (const count of hosts) {
      const standings = await compare(contestants, { ...effort, fleet, hosts: fleet.choose(count) });
      lines.push(...tableOfStandings(standings), '');
    }
    return lines;
  },
};

import { compare } from './compare.ts';
import { vipfarmAudit } from './contestants.ts';
import { applyToFirst } from './first-apply.ts';
import { startFleet } from './fleet.ts';
import type { BenchPart } from './parts.ts';
import { tableOfStandings } from './table.ts';

/** What an audit costs as the farm grows: the processor time of a host must not. */
export const growth: BenchPart = {
  name: 'growth',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd'],
  hosts: [200, 1000, 5000, 10_000],
  async run({ hosts, ...effort }) {
    await using fleet = await startFleet();
    await applyToFirst(fleet);
    const standings = [];
    for (const count of hosts) {
      standings.push(...(await compare([vipfarmAudit], { ...effort, fleet, hosts: fleet.choose(count) })));
    }
    return tableOfStandings(standings);
  },
};

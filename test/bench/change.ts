import { ansibleChange } from './ansible.ts';
import { startApart } from './apart.ts';
import { compare, type Standing } from './compare.ts';
import { type Contestant, vipfarmApply, vipfarmApplyAgain } from './contestants.ts';
import type { BenchPart, Effort } from './parts.ts';
import { tableOfStandings } from './table.ts';

/** The same change on hosts that can be changed one by one, then once more with nothing left to change. */
export const change: BenchPart = {
  name: 'change',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd', 'nsenter'],
  hosts: [20],
  async run({ hosts, ...effort }) {
    const standings: Standing[] = [];
    for (const count of hosts) {
      const ofVipfarm = await twice(vipfarmApply, vipfarmApplyAgain, count, effort);
      const again: Contestant = { ...ansibleChange, name: `${ansibleChange.name}, nothing to change` };
      const ofAnsible = await twice(ansibleChange, again, count, effort);
      standings.push(...ofVipfarm, ...ofAnsible);
    }
    return tableOfStandings(standings);
  },
};

/** Every round begins with new hosts, so the first run always has everything to change. */
async function twice(
  first: Contestant,
  second: Contestant,
  count: number,
  effort: Omit<Effort, 'hosts'>,
): Promise<readonly Standing[]> {
  await using fleet = await startApart(count);
  const course = { ...effort, rounds: 1, fleet, hosts: fleet.choose(count) };
  const changed = await compare([first], course);
  const there = await fleet.countVips();
  if (changed.some((one) => 'skipped' in one)) return changed;
  if (there !== count) throw new Error(`${first.name} brought the VIP to ${there} of ${count} hosts`);
  return [...changed, ...(await compare([second], course))];
}

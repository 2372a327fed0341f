import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteCommand } from '../../src/core/quoting.ts';
import { compare, type Standing } from './compare.ts';
import { bareSsh2, type Contestant, vipfarmApply, vipfarmAudit } from './contestants.ts';
import type { ChosenHosts } from './fleet.ts';
import type { BenchPart } from './parts.ts';
import { type ScriptedFleet, startScriptedHosts, vips } from './scripted-hosts.ts';
import { table, tableOfStandings } from './table.ts';

/**
 * What the engine of a rollout costs: hosts that are really changed as far as the client can tell, in batches with gates,
 * journal and leases. A changed host gets three scripts over its connection, an audited one gets one; what two more
 * scripts cost without vipfarm is measured beside.
 */
export const rollout: BenchPart = {
  name: 'rollout',
  needs: ['root', 'unshare', 'time', 'ssh-keygen', 'sshd', 'script'],
  hosts: [250, 1000],
  async run({ hosts, ...effort }) {
    await using fleet = await startScriptedHosts();
    const lines: string[] = [];
    const rows: (readonly string[])[] = [];
    for (const count of hosts) {
      const chosen = asPool(fleet, fleet.choose(count));
      const course = { ...effort, fleet, hosts: chosen };
      const standings = await compare(contestants(fleet), course);
      lines.push(...tableOfStandings(standings), '');
      rows.push([String(count), ...engineOf(standings), (journalOf(fleet) / count).toFixed(0)]);
    }
    return [
      ...lines,
      ...table(['hosts', 'engine, ms a host', 'live view, ms a host', 'journal, bytes a host'], rows),
    ];
  },
};

function contestants(fleet: ScriptedFleet): readonly Contestant[] {
  const anew = (contestant: Contestant): Contestant => ({
    ...contestant,
    run(...course) {
      fleet.forget();
      return contestant.run(...course);
    },
  });
  const threeScripts: Contestant = {
    ...bareSsh2,
    name: 'bare ssh2, the three scripts of a change',
    run(...course) {
      const { argv } = bareSsh2.run(...course);
      return { argv: [...argv.slice(0, -1), '/bin/sh', ...fleet.scripts] };
    },
    done: () => fleet.changed(),
  };
  const oneScript: Contestant = {
    ...threeScripts,
    name: 'bare ssh2, the one script of an audit',
    run(...course) {
      const { argv } = bareSsh2.run(...course);
      return { argv: [...argv.slice(0, -1), '/bin/sh', ...fleet.scripts.slice(0, 1)] };
    },
    done: (_cost, { count }) => count,
  };
  const onTerminal: Contestant = {
    ...vipfarmApply,
    name: 'vipfarm apply, live view on a terminal',
    run(...course) {
      const { argv, environment = {} } = vipfarmApply.run(...course);
      const command = quoteCommand(argv.filter((word) => word !== '--quiet'));
      return {
        argv: ['script', '-qec', command, '/dev/null'],
        environment: { ...environment, TERM: 'xterm' },
      };
    },
  };
  return [oneScript, anew(threeScripts), anew(vipfarmApply), vipfarmAudit, anew(onTerminal)];
}

/** The difference between a change and an audit, less the same difference of the bare program; and what the view adds. */
function engineOf(standings: readonly Standing[]): readonly string[] {
  const [one = 0, three = 0, apply = 0, audit = 0, shown = 0] = standings.map((standing) =>
    'skipped' in standing ? Number.NaN : standing.cpuOfHost,
  );
  return [apply - audit - (three - one), shown - apply].map((figure) => figure.toFixed(2));
}

/** The bytes of the newest journal of an apply. */
function journalOf({ folder }: ScriptedFleet): number {
  const runs = join(folder, 'state', 'vipfarm', 'runs');
  const sizes = readdirSync(runs).map((run) => statSync(join(runs, run, 'journal.jsonl')).size);
  return Math.max(...sizes);
}

/** The same hosts with the VIPs of the transcript, in the batches of a careful rollout, and nobody to watch the network. */
function asPool(fleet: ScriptedFleet, chosen: ChosenHosts): ChosenHosts {
  const inventory = join(fleet.folder, `rollout-${chosen.count}.yaml`);
  const rows = Math.ceil(chosen.count / 250);
  const members = `127.3.[0-${rows - 1}].[1-${Math.min(chosen.count, 250)}]`;
  const pools = { web: { vips, members: [members], witnesses: 'none' } };
  const text = `version: 1\ndefaults: { ${fleet.settings} }\npools: ${JSON.stringify(pools)}\n`;
  writeFileSync(inventory, text);
  return { ...chosen, inventory };
}

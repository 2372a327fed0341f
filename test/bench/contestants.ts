import { join } from 'node:path';
import process from 'node:process';
import type { BenchFleet, ChosenHosts } from './fleet.ts';
import type { Cost, Program } from './measure.ts';

/** A program that does something on many hosts over SSH. */
export interface Contestant {
  readonly name: string;
  /** The program that must be there. */
  readonly needs: string;
  run(fleet: BenchFleet, hosts: ChosenHosts, fanout: number): Program;
  /** On how many hosts it has done that, by its own account. */
  done(cost: Cost, hosts: ChosenHosts): number;
}

export const bareSsh2: Contestant = {
  name: 'bare ssh2, uname -a',
  needs: 'node',
  run: (fleet, hosts, fanout) => ({
    argv: [
      process.execPath,
      '.cache/bench/bare-ssh2.js',
      ...[hosts.list, String(fanout), 'root', fleet.identityFile, 'uname -a'],
    ],
  }),
  done: countGreetings,
};

/** The hosts are as the pool wants them: whoever is not `ok` has not been judged. */
export const vipfarmAudit: Contestant = {
  name: 'vipfarm audit',
  needs: 'node',
  run: (fleet, { inventory }, fanout) =>
    vipfarm(fleet, ['audit', '-i', inventory, '--fanout', String(fanout)]),
  done: (cost) => countSaid(cost, 'ok'),
};

export const vipfarmApplyAgain: Contestant = {
  name: 'vipfarm apply, nothing to change',
  needs: 'node',
  run: (fleet, { inventory }, fanout) =>
    vipfarm(fleet, ['apply', '-i', inventory, '--yes', '--fanout', String(fanout)]),
  done: (cost) => countSaid(cost, 'as wanted'),
};

/** For hosts that do not have the VIP yet. */
export const vipfarmApply: Contestant = {
  ...vipfarmApplyAgain,
  name: 'vipfarm apply',
  done: (cost) => countSaid(cost, 'changed'),
};

/** Reads `1,000 ok` and the like in the line that sums up. */
function countSaid({ stdout }: Cost, words: string): number {
  const [, number = '0'] = new RegExp(`([\\d,]+) ${words}`).exec(stdout) ?? [];
  return Number(number.replaceAll(',', ''));
}

/** What a newcomer would use instead, each with the same key, the same check of host keys and the same fan-out. */
export const otherTools: readonly Contestant[] = [
  {
    name: 'clush, uname -a',
    needs: 'clush',
    run: ({ sshConfig }, { list }, fanout) => ({
      argv: ['clush', '-f', String(fanout), '-o', `-F ${sshConfig}`, '--hostfile', list, 'uname', '-a'],
    }),
    done: countGreetings,
  },
  {
    name: 'pdsh, uname -a',
    needs: 'pdsh',
    run: ({ sshConfig }, { list }, fanout) => ({
      argv: ['pdsh', '-R', 'ssh', '-f', String(fanout), '-l', 'root', '-w', `^${list}`, 'uname', '-a'],
      environment: { PDSH_SSH_ARGS_APPEND: `-F ${sshConfig}` },
    }),
    done: countGreetings,
  },
  {
    name: 'parallel-ssh, uname -a',
    needs: 'parallel-ssh',
    run: ({ sshConfig }, { list }, fanout) => ({
      argv: [
        'parallel-ssh',
        '-P',
        '-t',
        '0',
        '-p',
        String(fanout),
        '-x',
        `-F ${sshConfig}`,
        '-h',
        list,
        'uname -a',
      ],
    }),
    done: countGreetings,
  },
];

/** vipfarm as it is installed: compiled, run by plain Node, without progress on standard error. */
export function vipfarm(fleet: BenchFleet, words: readonly string[]): Program {
  return {
    argv: [process.execPath, 'dist/main.js', ...words, '--quiet'],
    environment: { XDG_STATE_HOME: join(fleet.folder, 'state') },
  };
}

function countGreetings({ stdout }: Cost): number {
  return stdout.match(/Linux .* GNU\/Linux/g)?.length ?? 0;
}

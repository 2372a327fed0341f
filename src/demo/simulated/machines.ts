import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../core/problem.ts';
import { director, handmade, handmadeVip, members, type Station } from '../layout.ts';
import type { Machines } from '../machines.ts';
import type { Runner } from '../run-command.ts';
import type { ArpSurvey, ArpTally } from '../survey.ts';
import { layHost } from './host-files.ts';
import { isPlainPath, shellScript } from './shell.ts';

/** Milliseconds between two looks at who would answer ARP. */
const interval = 20;
/** nobody: the commands of simulated hosts are never run by root, whatever they are. */
const nobody: Runner = { uid: 65534, gid: 65534 };

/**
 * Hosts that are folders, for systems that refuse namespaces. ARP is what the kernel's rule says about their files: a
 * host answers for an address of its own while max(all, eth0) of arp_ignore is 0.
 * @throws Problem 'demo-refused' when even these cannot be had
 */
export async function simulateMachines(folder: string): Promise<Machines> {
  if (!isPlainPath(folder)) {
    throw new Problem(
      'demo-refused',
      `simulated hosts cannot lie in ${folder}: its name has special characters`,
      {
        wayOut: 'set TMPDIR to another folder',
      },
    );
  }
  const runner = process.getuid?.() === 0 ? nobody : undefined;
  if (runner !== undefined) await chmod(folder, 0o711);
  const rootOf = (host: string): string => join(folder, host);
  const shell = join(folder, 'shell.sh');
  await writeFile(shell, shellScript);
  // Whoever runs it must be able to read it, whatever the umask is.
  await chmod(shell, 0o644);
  for (const station of [...members, ...handmade]) await layHost(rootOf(station.name), station, runner);
  return {
    kind: 'simulated',
    runner,
    shellCommand: (host, line) => ['/bin/sh', shell, rootOf(host), line],
    survey: async (vips) => watchFiles(vips, rootOf),
    async visit(vip, count) {
      const servers = vip === handmadeVip ? handmade : members;
      const answers = new Map<string, number>();
      for (let visit = 0; visit < count; visit += 1) {
        const server = servers[visit % servers.length];
        const name = server !== undefined && hasVip(rootOf(server.name), vip) ? server.name : 'nobody';
        answers.set(name, (answers.get(name) ?? 0) + 1);
      }
      return answers;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function watchFiles(vips: readonly string[], rootOf: (host: string) => string): Promise<ArpSurvey> {
  const stations = [...members, ...handmade];
  let counts = emptyCounts(vips);
  let isWatching = true;
  const look = (): void => {
    for (const [vip, count] of counts) {
      count.requests += 1;
      const repliers: readonly Station[] = stations.filter((one) => wouldAnswer(rootOf(one.name), vip));
      for (const { mac } of [director, ...repliers])
        count.replies.set(mac, (count.replies.get(mac) ?? 0) + 1);
    }
  };
  const watching = (async () => {
    while (isWatching) {
      look();
      await pause(interval);
    }
  })();
  return {
    async tally() {
      const taken: ReadonlyMap<string, ArpTally> = counts;
      counts = emptyCounts(vips);
      return taken;
    },
    async [Symbol.asyncDispose]() {
      isWatching = false;
      await watching;
    },
  };
}

function wouldAnswer(root: string, vip: string): boolean {
  return hasVip(root, vip) && arpIgnore(root, 'all') === 0 && arpIgnore(root, 'eth0') === 0;
}

function hasVip(root: string, vip: string): boolean {
  return readFileSync(join(root, 'simulated/addresses'), 'utf8').includes(`lo ${vip}/32 `);
}

function arpIgnore(root: string, nic: string): number {
  return Number(readFileSync(join(root, 'proc/sys/net/ipv4/conf', nic, 'arp_ignore'), 'utf8'));
}

function emptyCounts(vips: readonly string[]) {
  return new Map(vips.map((vip) => [vip, { requests: 0, replies: new Map<string, number>() }]));
}

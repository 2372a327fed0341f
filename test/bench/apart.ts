import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { hostScript } from '../../src/demo/host-tree.ts';
import type { Station } from '../../src/demo/layout.ts';
import { mustRun } from '../lab/run-command.ts';
import { stop } from '../transports/servers/openssh.ts';
import { makeScratch } from '../transports/servers/scratch.ts';
import { type BenchFleet, startFleet, vip } from './fleet.ts';

/** Hosts that can be changed one by one: behind each address of the range is a kernel's network and an /etc of its own. */
export interface ApartFleet extends BenchFleet {
  readonly count: number;
  /** How many of the hosts have the VIP on lo, by their kernels' word. */
  countVips(): Promise<number>;
}

const range = 2;

/** Boots them as namespaces, and a door to them: whoever logs in at an address gets a shell in the host behind it. */
export async function startApart(count: number): Promise<ApartFleet> {
  const scratch = makeScratch();
  const keepers = await Promise.all(Array.from({ length: count }, (_, index) => boot(scratch.folder, index)));
  const fleet = await startFleet({ range, shell: shellOf(keepers) });
  return {
    ...fleet,
    count,
    countVips: async () => {
      const answers = await Promise.all(keepers.map(addressesOfLo));
      return answers.filter((text) => text.includes(` ${vip}/32 `)).length;
    },
    [Symbol.asyncDispose]: async () => {
      await fleet[Symbol.asyncDispose]();
      await Promise.all(keepers.map(stop));
      scratch[Symbol.dispose]();
    },
  };
}

/** The process that keeps a host's namespaces open. */
async function boot(folder: string, index: number): Promise<ChildProcess> {
  const two = String(index % 100).padStart(2, '0');
  const station: Station = { name: `bench${index}`, address: '198.51.100.10', mac: `02:00:00:00:01:${two}` };
  const mountPoint = join(folder, station.name);
  mkdirSync(mountPoint);
  const script = [
    'set -e',
    'ip link set lo up',
    'ip link add eth0 type veth peer name wire',
    'ip link set wire up',
    hostScript(station, mountPoint),
    'echo up',
    'exec sleep infinity',
  ].join('\n');
  const keeper = spawn('unshare', ['--net', '--mount', '--uts', 'sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const lines = createInterface({ input: keeper.stdout });
  await Promise.race([once(lines, 'line'), once(keeper, 'exit').then(notUp)]);
  return keeper;
}

function notUp(): never {
  throw new Error('a host of the bench did not come up');
}

function shellOf(keepers: readonly ChildProcess[]): string {
  const cases = keepers.map((keeper, index) => `127.${range}.0.${index + 1}) pid=${keeper.pid} ;;`);
  return `#!/bin/sh
address=\${SSH_CONNECTION% *}
case \${address##* } in
${cases.join('\n')}
esac
exec nsenter --target "$pid" --net --mount --uts /bin/sh "$@"
`;
}

function addressesOfLo(keeper: ChildProcess): Promise<string> {
  return mustRun(['nsenter', `--net=/proc/${keeper.pid}/ns/net`, 'ip', '-o', 'addr', 'show', 'dev', 'lo']);
}

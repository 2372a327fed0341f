import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { makeCgroups } from './cgroups.ts';
import type { HostDisk } from './host-disk.ts';
import { RUN_MARK } from './lab-run.ts';
import { type CommandOptions, type CommandResult, runCommand } from './run-command.ts';
import { configureIn, plugIn, type Segment, type Station, unplug } from './segment.ts';
import { parseSnapshot, SNAPSHOT_SCRIPT, type Snapshot } from './snapshot.ts';
import type { Stack } from './stack-files.ts';

/** A booted systemd machine on the segment. */
export interface LabHost extends Station {
  readonly stack: Stack;
  /** Powers on; done when the boot is and sshd answers on the segment. */
  boot(): Promise<void>;
  /** What pulling the plug does: files stay, everything else is gone. */
  powerLoss(): Promise<void>;
  /** Pulls the cable, or plugs it in again and waits until sshd answers. */
  cable(state: 'up' | 'down'): Promise<void>;
  /** Runs a shell command inside as root, past SSH: for sabotage and for looking. */
  exec(command: string, options?: CommandOptions): Promise<CommandResult>;
  /** As exec, for commands that must succeed; the standard output. */
  mustExec(command: string): Promise<string>;
  readFile(path: string): Promise<string>;
  /** /etc and the network settings of the kernel, to compare before with after. */
  snapshot(): Promise<Snapshot>;
}

interface Power {
  readonly supervisor: ChildProcess;
  /** The pid of the machine's init as seen from outside. */
  readonly init: number;
}

export function makeLabHost(segment: Segment, station: Station, stack: Stack, disk: HostDisk): LabHost {
  let power: Power | undefined;

  async function boot(): Promise<void> {
    await plugIn(segment, station);
    const supervisor = powerOn(segment, station, disk, await makeCgroups(station.namespace));
    power = { supervisor, init: await findInit(supervisor, disk) };
    await awaitBoot(disk);
  }

  async function awaitBoot(where: HostDisk): Promise<void> {
    const deadline = Date.now() + 400_000;
    while (Date.now() < deadline) {
      const state = (await exec('systemctl is-system-running')).stdout.trim();
      const finished = state === 'running' || state === 'degraded';
      if (finished && (await answersSsh(segment, station))) return;
      await wait(200);
    }
    const failed = await exec('systemctl --no-pager list-jobs; systemctl --no-pager --failed; ip address');
    throw new Error(
      `${station.name} did not boot within 400 s\n${failed.stdout}\n${await readFile(where.log, 'utf8')}`,
    );
  }

  async function powerLoss(): Promise<void> {
    const { supervisor, init } = poweredOn();
    power = undefined;
    const ended = new Promise((resolve) => supervisor.once('exit', resolve));
    // The supervisor alone would leave the old init alive in the namespace.
    process.kill(init, 'SIGKILL');
    supervisor.kill('SIGKILL');
    if (supervisor.exitCode === null && supervisor.signalCode === null) await ended;
    await unplug(segment, station);
  }

  async function cable(state: 'up' | 'down'): Promise<void> {
    await configureIn(segment.namespace, [`link set dev ${station.name} ${state}`]);
    const deadline = Date.now() + 120_000;
    while (state === 'up' && !(await answersSsh(segment, station))) {
      if (Date.now() > deadline)
        throw new Error(`${station.name} cannot be reached with its cable plugged in`);
      await wait(200);
    }
  }

  async function exec(command: string, options: CommandOptions = {}): Promise<CommandResult> {
    const inside = ['--target', String(poweredOn().init), '--mount', '--uts', '--ipc', '--net', '--pid'];
    const argv = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', '/bin/sh', '-c', command];
    return runCommand(['nsenter', ...inside, ...argv], options);
  }

  async function mustExec(command: string): Promise<string> {
    const result = await exec(command);
    if (result.code !== 0)
      throw new Error(`${station.name}: ${command} ended with ${result.code}: ${result.stderr}`);
    return result.stdout;
  }

  function poweredOn(): Power {
    if (power === undefined) throw new Error(`${station.name} is switched off`);
    return power;
  }

  return {
    ...station,
    stack,
    boot,
    powerLoss,
    cable,
    exec,
    mustExec,
    readFile: (path) => mustExec(`cat '${path}'`),
    snapshot: async () => parseSnapshot(await mustExec(SNAPSHOT_SCRIPT)),
  };
}

function powerOn(
  segment: Segment,
  station: Station,
  disk: HostDisk,
  cgroups: readonly string[],
): ChildProcess {
  const log = openSync(disk.log, 'a');
  const enter = cgroups.map((folder) => `echo $$ > ${folder}/cgroup.procs`).join(' && ');
  const argv = [
    '-c',
    `${enter || ':'} && exec systemd-nspawn "$@"`,
    'sh',
    '--quiet',
    '--register=no',
    '--keep-unit',
    '--capability=CAP_NET_ADMIN,CAP_NET_RAW',
    `--machine=${station.namespace}`,
    `--hostname=${station.name}`,
    `--directory=${disk.root}`,
    `--network-namespace-path=/run/netns/${station.namespace}`,
    // /etc stays as the host's own files make it.
    '--resolv-conf=off',
    '--timezone=off',
    '--link-journal=no',
    '--boot',
  ];
  return spawn('sh', argv, {
    env: {
      PATH: process.env['PATH'],
      SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network',
      [RUN_MARK]: segment.run.id,
    },
    stdio: ['ignore', log, log],
    detached: true,
  });
}

/** The supervisor's child that is process 1 inside. */
async function findInit(supervisor: ChildProcess, disk: HostDisk): Promise<number> {
  for (let round = 0; round < 600 && supervisor.exitCode === null; round += 1) {
    const children = await readFile(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8').catch(
      () => '',
    );
    for (const pid of children.trim().split(' ')) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      if (/^NSpid:.*\t1$/m.test(status) && /^Name:\tsystemd$/m.test(status)) return Number(pid);
    }
    await wait(50);
  }
  throw new Error(`systemd-nspawn started no machine: ${await readFile(disk.log, 'utf8')}`);
}

async function answersSsh(segment: Segment, station: Station): Promise<boolean> {
  const script = `exec 3<>/dev/tcp/${station.address}/22 && read -r -t 15 line <&3 && case $line in SSH-*) ;; *) false ;; esac`;
  const result = await runCommand(['ip', 'netns', 'exec', segment.namespace, 'bash', '-c', script], {
    limit: 20_000,
  });
  return result.code === 0;
}

import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../lab/run-command.ts';
import { lookAt } from './look-at.ts';
import { standardTools, type Toolset } from './toolsets.ts';

const here = fileURLToPath(new URL('./simulated/', import.meta.url));

/**
 * A simulated host: a root of its own with that system's commands (simulated/NAME/commands), which keep what a kernel
 * would in files, and beside them nothing but the shell and the tools of a toolset. Real scripts run in it.
 */
export interface SimulatedHost {
  /** Runs a script as the host's own root would, by its /bin/sh from standard input; what it prints on standard output. */
  run(script: string): Promise<string>;
  /** What the system runs at boot, and nothing else. What ran before is gone. */
  boot(): Promise<void>;
  /** What has to be started on this machine so that a program of the host runs there, as its root. */
  command(argv: readonly string[]): readonly string[];
  /** Everything that outlasts a look: files with mode and content, links, and what the simulated kernel has. */
  look(): ReadonlyMap<string, string>;
  dispose(): void;
}

/** Where a simulated host lies, and as whom it is entered. */
export interface Place {
  /** The folder that its root comes to lie in. */
  readonly folder: string;
  /** What sshd(8) would say of the session. */
  readonly connection: string;
  /** A command that wants root, as it must be started: in a user namespace, where somebody else is meant to be root. */
  enter(command: readonly string[]): readonly string[];
}

const ordinaryPlace: Place = {
  folder: tmpdir(),
  connection: '192.0.2.1 50408 192.0.2.11 22',
  enter: (command) => command,
};

/**
 * @param name the folder in simulated/: `commands` go to /usr/sbin, `tree` is what lies below /, `boot` is run at boot
 * @param furnish a script that makes the host what a test needs before its first boot
 * @param place by default the folder for temporary files, entered by root
 */
export async function simulateHost(
  name: string,
  toolset: Toolset,
  furnish = '',
  place: Place = ordinaryPlace,
): Promise<SimulatedHost> {
  const root = mkdtempSync(join(place.folder, `vipfarm-simulated-${name}-`));
  for (const folder of [
    '.real/usr',
    '.proc',
    '.state/live',
    'dev',
    'tmp',
    'etc',
    'usr/bin',
    'usr/sbin',
    'var/db',
    'var/run',
    'root',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const [link, target] of [
    ['lib64', '.real/usr/lib64'],
    ['bin', 'usr/bin'],
    ['sbin', 'usr/sbin'],
  ] as const)
    symlinkSync(target, join(root, link));
  provideLibraries(root);
  provideTools(root, toolset);
  cpSync(join(here, name, 'tree'), root, { recursive: true });
  cpSync(join(here, name, 'commands'), join(root, 'usr/sbin'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(here, name, 'boot'), join(root, '.state/boot'));
  const command = (argv: readonly string[]) => place.enter(entering(root, place.connection, argv));
  const host: SimulatedHost = {
    command,
    run: (script) => inside(command(['/bin/sh']), script),
    boot: async () => {
      endProcesses(root);
      await inside(command(['/.real/usr/bin/dash', '/.state/boot']), '');
    },
    look: () => lookAt(root),
    dispose: () => {
      endProcesses(root);
      rmSync(root, { recursive: true, force: true });
    },
  };
  await inside(command(['/.real/usr/bin/dash', '-s']), `PATH=$PATH:/.real/usr/bin\n${furnish}`);
  await host.boot();
  return host;
}

/** What a script left in the background, such as a shell that waits to undo a change. */
function endProcesses(root: string): void {
  for (const process of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${process}/root`) === root) kill(Number(process), 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

/** Only what programs of this machine need to run: the rest of /lib is that of the simulated system. */
function provideLibraries(root: string): void {
  mkdirSync(join(root, 'lib'));
  for (const name of readdirSync('/usr/lib').filter((one) => /-linux-gnu$|^ld-linux/.test(one)))
    symlinkSync(`../.real/usr/lib/${name}`, join(root, 'lib', name));
}

/** These are of coreutils everywhere. */
const notInBusybox = ['cksum', 'nohup'];

function provideTools(root: string, { shell, awk, tools }: Toolset): void {
  const real = '/.real/usr/bin';
  for (const tool of standardTools) {
    const ofBusybox = tools === 'busybox' && !notInBusybox.includes(tool);
    symlinkSync(`${real}/${ofBusybox ? 'busybox' : tool}`, join(root, 'usr/bin', tool));
  }
  symlinkSync(`${real}/${awk}`, join(root, 'usr/bin/awk'));
  const [program = '', ...words] = shell.split(' ');
  if (program === 'busybox' || words.length === 0)
    symlinkSync(`${real}/${program}`, join(root, 'usr/bin/sh'));
  else wrap(join(root, 'usr/bin/sh'), `#!${real}/dash\nexec ${real}/${program} ${words.join(' ')} "$@"\n`);
}

function wrap(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/**
 * In a mount namespace of its own, which what it leaves behind in the background keeps. Mounts come with what is mounted
 * below them: nobody but the real root may take them apart.
 */
function entering(root: string, connection: string, argv: readonly string[]): readonly string[] {
  const enter = `mount --rbind /usr "$0/.real/usr" && mount --rbind /dev "$0/dev" &&
{ mount -t proc proc "$0/.proc" 2>/dev/null || mount --rbind /proc "$0/.proc"; } &&
exec chroot "$0" /.real/usr/bin/env -i PATH=/usr/bin:/usr/sbin HOME=/root "SSH_CONNECTION=${connection}" "$@"`;
  return ['unshare', '-m', '--propagation', 'private', 'dash', '-c', enter, root, ...argv];
}

async function inside(command: readonly string[], input: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, { input });
  if (code !== 0) throw new Error(`the simulated host ended with ${code}: ${stderr}`);
  return stdout;
}

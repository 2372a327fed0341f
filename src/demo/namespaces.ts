import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Problem } from '../core/problem.ts';
import type { Command } from '../core/quoting.ts';
import { withSystemTools } from './run-command.ts';

/** A set of Linux namespaces, kept alive by a process that lives in them. */
export interface Namespaces extends AsyncDisposable {
  /** The command as it must be started from outside to run in these namespaces, as their root. */
  inside(command: Command): Command;
  /** The same, but with the files of this machine: only the network is that of the namespaces. */
  onNetworkOf(command: Command): Command;
  /** The network as a file: what `ip link ... netns` wants. */
  readonly network: string;
}

/**
 * Says who it is as seen from outside (`/proc` is still this machine's), then waits for the end of its input. It is
 * the first process of a PID namespace: when it ends, for whatever reason, the kernel ends all others in there, and
 * with the last of them the mounts and NICs are gone. Its input ends when this program does, even by SIGKILL.
 */
const keeperScript = 'read -r pid rest </proc/self/stat && echo "$pid" && cat >/dev/null';

/**
 * Opens a user namespace of one's own, which any user may do on most Linux systems, with a network, mounts and
 * process ids of its own. At its end it removes `folder`, so that nothing is left even when this program was killed.
 * @throws Problem 'demo-refused' when this system does not allow it or lacks a tool
 */
export function openGround(folder: string): Promise<Namespaces> {
  const script = `${keeperScript}; cd / && rm -rf -- "$1"`;
  return keep(
    ['unshare', '-Urnmp', '--fork', '/bin/sh', '-c', script, 'sh', folder],
    ['-U', '-n', '-m', '-p'],
  );
}

/** Opens namespaces for one host within those of the ground. It ends with the ground. */
export function openStation(ground: Namespaces): Promise<Namespaces> {
  const command = ground.inside(['unshare', '-nmup', '--fork', '/bin/sh', '-c', keeperScript]);
  return keep(command, ['-U', '-n', '-m', '-u', '-p']);
}

async function keep(command: Command, kinds: readonly string[]): Promise<Namespaces> {
  const [program = '', ...words] = command;
  // A session of its own: Ctrl-C at the terminal is for this program, which then ends the keeper in good order.
  const keeper = spawn(program, words, {
    env: withSystemTools(process.env),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaint: string[] = [];
  keeper.stderr.setEncoding('utf8').on('data', (text: string) => complaint.push(text));
  keeper.stdin.on('error', () => undefined);
  const ended = endOf(keeper);
  const said = createInterface({ input: keeper.stdout });
  const first = await Promise.race([once(said, 'line'), ended]);
  said.close();
  const pid = Number(Array.isArray(first) ? first[0] : undefined);
  if (!Number.isInteger(pid)) {
    throw new Problem('demo-refused', complaint.join('').trim() || `${program} did not start`);
  }
  const enter = (some: readonly string[], inner: Command): Command => [
    'nsenter',
    `--target=${pid}`,
    '--preserve-credentials',
    ...some,
    '--',
    ...inner,
  ];
  return {
    network: `/proc/${pid}/ns/net`,
    inside: (inner) => enter(kinds, inner),
    onNetworkOf: (inner) => enter(['-U', '-n', '-p'], inner),
    async [Symbol.asyncDispose]() {
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Resolves with the program's last word when it has ended, or could not be started at all. */
async function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve('ended'));
  });
}

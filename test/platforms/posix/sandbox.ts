import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../lab/run-command.ts';

/** The shells that every script must run under, by the command that starts them. */
export const shells: readonly string[] = [
  'dash',
  'bash',
  'bash --posix',
  'busybox sh',
  'ksh93',
  'mksh',
  'posh',
];

/** What a sandbox needs, in the words of test/prerequisites.ts. */
export const sandboxNeeds: readonly string[] = [
  'root',
  'unshare',
  'ip',
  'sysctl',
  'dash',
  'busybox',
  'ksh93',
  'mksh',
  'posh',
];

/**
 * Runs a shell program in a network and mount namespace of its own, with an empty file system of 1 MiB on /mnt. Each
 * text of `files` lies in a file whose path is in the variable of that name. Returns its standard output.
 */
export async function inSandbox(program: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-test-'));
  const environment: Record<string, string> = {};
  try {
    for (const [name, text] of Object.entries(files)) {
      environment[name] = join(folder, name);
      writeFileSync(join(folder, name), text);
    }
    const setUp = 'mount -t tmpfs -o size=1m tmpfs /mnt && ip link set lo up || exit 1';
    const argv = ['unshare', '-n', '-m', 'dash', '-c', `${setUp}\n${program}`];
    const { code, stdout, stderr } = await runCommand(argv, { environment });
    if (code !== 0) throw new Error(`the sandbox ended with ${code}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The part of an output between the lines `== NAME` and the next such line. */
export function partOf(output: string, name: string): string {
  const part = `\n${output.replace(/\n+$/, '')}`
    .split('\n== ')
    .find((one) => `${one}\n`.startsWith(`${name}\n`));
  if (part === undefined) throw new Error(`no part ${name} in: ${output}`);
  return part.slice(name.length + 1);
}

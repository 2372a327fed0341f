import type { ParsedKey } from 'ssh2';
import type { Namespaces } from '../../../src/demo/namespaces.ts';
import { runCommand } from '../../../src/demo/run-command.ts';
import { openSshDoor } from '../../../src/demo/ssh-door.ts';
import { simulateHost } from '../../platforms/unix/simulated-host.ts';
import type { Guest } from './guest.ts';
import { chooseToolset, type UnixSystem } from './unix-systems.ts';

/** A simulated Unix behind an SSH door. Whoever opened the ground is its root. */
export async function openUnixGuest(
  system: UnixSystem,
  ground: Namespaces,
  folder: string,
  allowed: ParsedKey,
): Promise<Guest> {
  const toolset = chooseToolset();
  const host = await simulateHost(system.simulated, toolset, furnish(system.address, toolset.shell), {
    folder,
    connection: `192.0.2.1 50408 ${system.address} 22`,
    enter: (command) => ground.inside(command),
  });
  const commandFor = (line: string) => host.command(['/bin/sh', '-c', line]);
  const door = await openSshDoor({ allowed, commandFor, runner: undefined });
  return {
    line: {
      kind: 'guest',
      name: system.name,
      title: system.title,
      runner: toolset.title,
      prompt: `${system.name}#`,
      settings: { address: '127.0.0.1', port: door.port },
      knownHost: door.knownHost,
    },
    byHand: (line) => runCommand(commandFor(line)),
    look: () => JSON.stringify([...host.look()]),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]();
      host.dispose();
    },
  };
}

/** All simulated hosts are made with the same address and MAC; and AIX's own scripts want a ksh. */
function furnish(address: string, shell: string): string {
  const last = address.split('.').at(-1);
  return `find /.state/boot /usr/sbin /etc -type f -exec sed -i \\
  -e 's/192\\.0\\.2\\.11/${address}/g' -e 's/\\(0[:.]\\)11\\b/\\1${last}/g' {} +
[ -e /.real/usr/bin/ksh93 ] || ln -s /.real/usr/bin/${shell.split(' ')[0]} /usr/bin/ksh
`;
}

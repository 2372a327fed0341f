import { quoteCommand, quoteWord } from '../core/quoting.ts';
import type { Farm } from './farm.ts';
import { farmEnvironment, ownCommand } from './own-command.ts';
import type { Screen } from './screen.ts';

/** Says how to work on the farm from another terminal; `commands` are such that are worth trying. */
export function invite(farm: Farm, screen: Screen, commands: string): void {
  const exports = Object.entries(farmEnvironment(farm)).map(
    ([name, value]) => `  export ${name}=${quoteWord(value)}`,
  );
  screen.say(`
The farm stays up until Ctrl-C here. In another terminal:
${exports.join('\n')}
  alias vipfarm=${quoteWord(quoteCommand(ownCommand()))}
${commands}
Do harm to a server, then audit:
  ${quoteCommand(['ssh', '-F', farm.sshConfig, 'web02'])} sysctl -w net.ipv4.conf.all.arp_ignore=0`);
}

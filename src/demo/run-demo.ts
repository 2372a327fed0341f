import { once } from 'node:events';
import type { ExitCode } from '../core/outcome.ts';
import type { DemoOptions } from './demo-options.ts';
import { type Farm, openFarm } from './farm.ts';
import { invite } from './invite.ts';
import { openScreen, type Screen } from './screen.ts';
import { show } from './show.ts';

/** Opens the farm, shows the life of a VIP on it, and takes everything away again. */
export async function runDemo({ out, signal, keep }: DemoOptions): Promise<ExitCode> {
  const screen = openScreen(out);
  await using farm = await openFarm();
  signal.throwIfAborted();
  introduce(farm, screen);
  const exitCode = await show(farm, screen, signal);
  if (keep) {
    invite(farm, screen, commands);
    if (!signal.aborted) await once(signal, 'abort');
  }
  screen.say(
    `The farm goes away with its evidence.${keep ? '' : ' To work on it yourself: vipfarm demo --keep'}`,
  );
  return exitCode;
}

function introduce(farm: Farm, screen: Screen): void {
  screen.say(farm.refusal === undefined ? realFarm : simulatedFarm(farm.refusal));
  screen.say(`All files are below ${farm.folder}`);
}

const realFarm = `An embedded farm on this machine's kernel: eight servers, a director, a client and an ARP witness.
Each server has a network and an /etc of its own, runs the real sh, ip and sysctl, and is reached over SSH; to boot it
has a small stand-in for Debian's ifupdown. The witness asks for the VIPs some ninety times a second.`;

/** What is real in it and what is not. */
function simulatedFarm(refusal: string): string {
  return `SIMULATED hosts: this system does not let an ordinary user make namespaces (${refusal}).
vipfarm and its scripts are real, and run over SSH under this machine's sh; ip, sysctl and the kernel that answers ARP
are imitated, so nothing here proves what a kernel does. On Linux with user namespaces the demo uses real kernels.`;
}

const commands = `  vipfarm apply web         the pool of this show: web[01-04]
  vipfarm verify web        every check of it
  vipfarm audit old         the servers set up by hand: old[01-04]
  vipfarm apply old --adopt`;

import { once } from 'node:events';
import type { ExitCode } from '../../core/outcome.ts';
import { alignColumns } from '../../reporting/group-alike.ts';
import type { DemoOptions } from '../demo-options.ts';
import { invite } from '../invite.ts';
import { openScreen, type Screen } from '../screen.ts';
import { type MixedFarm, openMixedFarm } from './mixed-farm.ts';
import { showMixed } from './mixed-show.ts';

/** Opens a farm of several systems, shows a VIP's life on it, and takes everything away again. */
export async function runMixedDemo({ out, signal, keep }: DemoOptions): Promise<ExitCode> {
  const screen = openScreen(out);
  await using farm = await setUp(screen, signal);
  signal.throwIfAborted();
  introduce(farm, screen);
  const exitCode = await showMixed(farm, screen, signal);
  if (keep) {
    invite(farm, screen, commands(farm));
    if (!signal.aborted) await once(signal, 'abort');
  }
  screen.say(
    `The farm goes away with its evidence.${keep ? '' : ' To work on it yourself: npm run demo -- --mixed --keep'}`,
  );
  return exitCode;
}

/** A program that is being built is waited for: it would go on behind the back of whoever typed Ctrl-C. */
async function setUp(screen: Screen, signal: AbortSignal): Promise<MixedFarm> {
  const askPatience = () => screen.say('This ends when what is begun is done.');
  screen.say(
    'Setting up the farm: some seconds, or a minute the first time, when what plays Windows is built.',
  );
  signal.addEventListener('abort', askPatience, { once: true });
  try {
    return await openMixedFarm();
  } catch (thrown) {
    // Ctrl-C at a terminal reaches what is being run as well, which then fails.
    signal.throwIfAborted();
    throw thrown;
  } finally {
    signal.removeEventListener('abort', askPatience);
  }
}

/** Which host is what, before anything else. */
function introduce({ folder, guests }: MixedFarm, screen: Screen): void {
  const simulated = guests.present.map(({ name, title, runner }) => [
    name,
    title,
    `scripts run under ${runner}`,
  ]);
  const leftOut = guests.leftOut.map(({ name, title, reason }) => [name, title, reason]);
  screen.say(`${realHosts}\n${simulatedHosts}\n${alignColumns(simulated, '  ').join('\n')}`);
  if (leftOut.length > 0) screen.say(`Left out on this machine:\n${alignColumns(leftOut, '  ').join('\n')}`);
  screen.say(`All files are below ${folder}`);
}

const realHosts =
  "Real kernels: web[01-04] are Linux on this machine's kernel, with networks, files and an ARP witness of their own.";
const simulatedHosts = `SIMULATED: vipfarm and its scripts are real, and so is what runs the scripts. The systems are not: their commands are
imitated, they have no place on the network, and nothing here proves what their kernels do.`;

function commands({ guests }: MixedFarm): string {
  const guest = guests.present.at(-1)?.name ?? 'web01';
  return `  vipfarm apply web         the pool of this show, with all its systems
  vipfarm audit web
  vipfarm facts web         each host with its system, and how well that is known
  vipfarm doctor ${guest.padEnd(10)} how a host is reached`;
}

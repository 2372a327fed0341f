import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../core/outcome.ts';
import type { Farm } from './farm.ts';
import { vip } from './layout.ts';
import type { Stage } from './stage.ts';

const planFile = 'tonight.plan';

export async function plan({ farm, screen, vipfarm }: Stage): Promise<void> {
  screen.heading('What would be done');
  await vipfarm(['plan', 'web', '--out', planFile], exitCodes.pending);
  screen.say('A plan changes nothing. Hosts that need the same steps are shown once.');
  if (farm.kind === 'kernels') screen.say('Who answers ARP is asked by two of the servers, each time.');
}

const canary = 'web01';
const bootFiles = '/etc/network/interfaces.d';

/** How a disk gets full, and how it is mended. A simulated host has a file there that takes nothing in. */
const fullDisk = {
  kernels: {
    harm: `mount -t tmpfs -o size=4k none ${bootFiles} && cp /etc/passwd ${bootFiles}/.full`,
    mend: `umount ${bootFiles}`,
  },
  simulated: {
    harm: `ln -s /dev/full ${bootFiles}/.vipfarm-new`,
    mend: `rm -f ${bootFiles}/.vipfarm-new`,
  },
} as const;

/** The first host of the first batch is broken in a way that the plan does not see. Returns the run that stopped there. */
export async function brokenCanary(stage: Stage): Promise<string> {
  const { farm, screen, byHand, vipfarm, expectSilence } = stage;
  const { harm, mend } = fullDisk[farm.kind];
  screen.heading('Put the VIP on; but meanwhile a disk of the first server is full');
  await byHand(canary, harm);
  await vipfarm(['apply', planFile], exitCodes.rolledBack);
  await expectSilence(vip, 'while its first server was broken');
  screen.say(
    `What brings the VIP back at boot could not be written, so the VIP never came, and the steps before it were undone.
The gate behind the first batch stayed shut: the other servers were not touched.`,
  );
  await byHand(canary, mend);
  return await newestRun(farm);
}

/** Returns the run that finished what the other one had begun. */
export async function resume(
  { farm, screen, vipfarm, watch, visit, expectSilence }: Stage,
  stopped: string,
): Promise<string> {
  screen.heading('The disk is mended: the run goes on, batch by batch');
  await vipfarm(['resume', stopped, '--yes'], exitCodes.ok);
  await expectSilence(vip, 'during the rollout');
  await watch();
  await expectSilence(vip, 'after the rollout');
  await visit(vip);
  return await newestRun(farm);
}

export async function rollBack({ screen, vipfarm, watch, expectSilence }: Stage, run: string): Promise<void> {
  screen.heading('Take back what the run has done');
  await watch();
  await vipfarm(['rollback', run, '--yes'], exitCodes.ok);
  await expectSilence(vip, 'during the rollback');
}

/** Their names begin with the date and the time. */
async function newestRun(farm: Farm): Promise<string> {
  const runs = await readdir(join(farm.state, 'vipfarm', 'runs'));
  return runs.sort().at(-1) ?? '';
}

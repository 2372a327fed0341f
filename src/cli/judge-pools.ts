import type { HostVerdict } from '../core/check.ts';
import { type ExitCode, exitCodes, highestExitCode } from '../core/outcome.ts';
import type { PlannedPool } from '../core/plan.ts';
import { auditHosts } from '../execution/audit-hosts.ts';
import { desiredOf, looking } from '../planning/desired.ts';
import { wantsJson, wordsOf } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';
import { nextCommand } from './next-command.ts';
import { showJson, showText } from './show.ts';
import { openWorkshop, poolsForDisplay } from './workshop.ts';

/** `mend` is the command that puts right what was found. */
type Render = (
  pools: readonly PlannedPool[],
  verdicts: readonly HostVerdict[],
  run: string,
  mend: string,
) => string;

/** What audit and verify share: read every host, judge it, show it their way. */
export async function judgePools(
  verb: 'audit' | 'verify',
  render: Render,
  args: Arguments,
  surroundings: Surroundings,
): Promise<ExitCode> {
  await using workshop = await openWorkshop(verb, wordsOf(args, 'pools'), args, surroundings);
  const { fleet, pools, hosts, conditions } = workshop;
  const verdicts = await auditHosts(hosts, (host) => desiredOf(host, fleet, pools, looking), conditions);
  const exitCode = await workshop.finish(
    highestExitCode(verdicts.map(exitCodeOf)),
    verdicts.map(({ state, applyMends: _applyMends, ...told }) => ({ ...told, outcome: state })),
  );
  const run = conditions.run.id;
  if (wantsJson(args)) showJson({ run, verb, exitCode, hosts: verdicts }, surroundings);
  else {
    const names = pools.map((pool) => pool.name);
    const mend = nextCommand('apply', names, args);
    showText(render(poolsForDisplay(workshop), verdicts, run, mend), surroundings);
  }
  return exitCode;
}

function exitCodeOf({ state }: HostVerdict): ExitCode {
  if (state === 'ok') return exitCodes.ok;
  return state === 'unreachable' ? exitCodes.unreachable : exitCodes.pending;
}

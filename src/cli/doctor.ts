import type { DoctorFinding } from '../core/diagnosis.ts';
import { didYouMean } from '../core/nearest-word.ts';
import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import type { Fleet, Host } from '../inventory/fleet.ts';
import { loadFleet } from '../inventory/load-fleet.ts';
import { findingLine, verdictLine } from '../reporting/doctor-text.ts';
import { diagnose } from '../transports/ssh/diagnose.ts';
import { wantsJson, wordsOf } from './arguments.ts';
import type { CommandBody } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { showJson, showText } from './show.ts';
import { sshSurroundings } from './ssh-surroundings.ts';

/** `vipfarm doctor`: everything that a run needs of a host, stage by stage, and where it stops. */
export const run: CommandBody = async (args, surroundings) => {
  const fleet = await loadFleet(inventoryFile(args, surroundings));
  const hosts = wordsOf(args, 'hosts').map((name) => hostNamed(fleet, name));
  const json = wantsJson(args);
  const ssh = sshSurroundings(fleet, surroundings);
  const examined: { readonly host: string; readonly findings: readonly DoctorFinding[] }[] = [];
  for (const host of hosts) {
    const findings: DoctorFinding[] = [];
    if (!json) showText(`${host.name}\n`, surroundings);
    await diagnose(ssh, host, surroundings.signal, (finding) => {
      findings.push(finding);
      if (!json) showText(ssh.redactor.redact(findingLine(finding)), surroundings);
    });
    const last = findings.at(-1);
    if (!json && last !== undefined) showText(verdictLine(host.name, last), surroundings);
    examined.push({ host: host.name, findings });
  }
  const stopped = examined.some(({ findings }) => findings.at(-1)?.ok !== true);
  const exitCode = stopped ? exitCodes.unreachable : exitCodes.ok;
  if (json) showJson({ verb: 'doctor', exitCode, hosts: examined }, surroundings);
  return exitCode;
};

function hostNamed(fleet: Fleet, name: string): Host {
  const host = fleet.hosts.get(name);
  if (host !== undefined) return host;
  throw new Problem('usage', `there is no host "${name}" in ${fleet.file}`, {
    wayOut: didYouMean(name, [...fleet.hosts.keys()]) ?? 'vipfarm inventory list shows the hosts',
  });
}

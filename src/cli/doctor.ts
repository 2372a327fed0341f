import type { DoctorFinding } from '../core/diagnosis.ts';
import { didYouMean } from '../core/nearest-word.ts';
import { exitCodes } from '../core/outcome.ts';
import { Problem } from '../core/problem.ts';
import { transcribeHost } from '../execution/transcribe-host.ts';
import type { Fleet, Host } from '../inventory/fleet.ts';
import { loadFleet } from '../inventory/load-fleet.ts';
import { desiredOf, looking } from '../planning/desired.ts';
import { platforms } from '../platforms/index.ts';
import { findingLine, verdictLine } from '../reporting/doctor-text.ts';
import { transcriptText } from '../reporting/transcript-text.ts';
import { diagnose } from '../transports/diagnose.ts';
import { openTransports } from '../transports/open-transports.ts';
import type { SshSurroundings } from '../transports/ssh/transport.ts';
import { textOf, wantsJson, wordsOf } from './arguments.ts';
import type { CommandBody, Surroundings } from './command.ts';
import { inventoryFile } from './inventory-file.ts';
import { type KeptFile, keptFile } from './kept-file.ts';
import { showJson, showText } from './show.ts';
import { sshSurroundings } from './ssh-surroundings.ts';

/** `vipfarm doctor`: everything that a run needs of a host, stage by stage, and where it stops. */
export const run: CommandBody = async (args, surroundings) => {
  const fleet = await loadFleet(inventoryFile(args, surroundings));
  const hosts = wordsOf(args, 'hosts').map((name) => hostNamed(fleet, name));
  const record = textOf(args, 'record');
  if (record !== undefined && hosts.length > 1) {
    throw new Problem('usage', 'one file takes the record of one host', { wayOut: 'name one host' });
  }
  const file = record === undefined ? undefined : await keptFile('the record', record);
  const json = wantsJson(args);
  const ssh = sshSurroundings(fleet, surroundings);
  const examined: { readonly host: string; readonly findings: readonly DoctorFinding[] }[] = [];
  for (const host of hosts) {
    const findings: DoctorFinding[] = [];
    if (!json) showText(`${host.name}\n`, surroundings);
    await diagnose(ssh, host, surroundings.signal, (finding) => {
      findings.push(finding);
      if (!json) showText(findingLine(finding), surroundings);
    });
    const last = findings.at(-1);
    if (!json && last !== undefined) showText(verdictLine(host.name, last), surroundings);
    examined.push({ host: host.name, findings });
    if (file !== undefined && last?.ok === true) {
      await writeRecord(file, host, fleet, ssh, surroundings);
      if (!json) showText(`Recorded, without names and addresses: ${record}\n`, surroundings);
    }
  }
  const stopped = examined.some(({ findings }) => findings.at(-1)?.ok !== true);
  const exitCode = stopped ? exitCodes.unreachable : exitCodes.ok;
  if (json) showJson({ verb: 'doctor', exitCode, hosts: examined }, surroundings);
  return exitCode;
};

/** What the host answers to the probe, in a form that can be shown to others and become a test. */
async function writeRecord(
  file: KeptFile,
  host: Host,
  fleet: Fleet,
  ssh: SshSurroundings,
  { signal, redactor }: Surroundings,
): Promise<void> {
  await using transports = openTransports(ssh);
  await using session = await transports.connect(host, signal);
  const desired = desiredOf(host, fleet, [...fleet.pools.values()], looking);
  const day = new Date().toISOString().slice(0, 10);
  const transcript = await transcribeHost(session, host, desired, platforms, { day, signal });
  await file.write(redactor.redact(transcriptText(transcript)));
}

function hostNamed(fleet: Fleet, name: string): Host {
  const host = fleet.hosts.get(name);
  if (host !== undefined) return host;
  throw new Problem('usage', `there is no host "${name}" in ${fleet.file}`, {
    wayOut: didYouMean(name, [...fleet.hosts.keys()]) ?? 'vipfarm inventory list shows the hosts',
  });
}

import type { DoctorFinding } from '../../../src/core/diagnosis.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { diagnoseWinrm } from '../../../src/transports/winrm/diagnose.ts';
import { never, onlySecret, password, winrmHost } from './winrm-host.ts';

/** What an examination of a host finds, in order. */
export async function examine(settings: Partial<Host>, secret = password): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  const surroundings = { environment: {}, secrets: onlySecret(secret) };
  await diagnoseWinrm(surroundings, winrmHost(settings), never, (finding) => findings.push(finding));
  return findings;
}

/** The stages that went well, in order, and then where it stopped. */
export function stopsAt(findings: readonly DoctorFinding[]): string {
  return findings.map(({ stage, ok }) => (ok ? stage : `stopped at ${stage}`)).join(', ');
}

/** Where it stopped, what it says there, and what to do. */
export async function stop(settings: Partial<Host>, secret?: string) {
  const findings = await examine(settings, secret);
  const { text = '', wayOut = '' } = findings.at(-1) ?? {};
  return { way: stopsAt(findings), text, wayOut };
}

import type { DoctorFinding } from '../core/diagnosis.ts';
import type { Host } from '../inventory/fleet.ts';
import type { SshSurroundings } from './ssh/transport.ts';

/** Examines the way to a host by whatever transport it asks for. @throws Problem 'interrupted' only */
export async function diagnose(
  surroundings: SshSurroundings,
  host: Host,
  signal: AbortSignal,
  tell: (finding: DoctorFinding) => void,
): Promise<void> {
  if (host.transport === 'winrm') {
    const { diagnoseWinrm } = await import('./winrm/diagnose.ts');
    return diagnoseWinrm(surroundings, host, signal, tell);
  }
  const { diagnoseSsh } = await import('./ssh/diagnose.ts');
  return diagnoseSsh(surroundings, host, signal, tell);
}

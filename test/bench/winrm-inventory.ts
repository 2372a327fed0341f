import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchFleet, vip } from './fleet.ts';

export const winrmUser = 'svc-vip';
export const winrmPassword = 'Bench-1 pässword';

export interface WinrmFarm {
  /** At most 250: `127.1.0.1` and so on. */
  readonly count: number;
  readonly port: number;
  readonly https: boolean;
  /** The path of the PEM file that certificates are checked against. */
  readonly ca?: string;
}

/** The path of an inventory in which these hosts are Windows servers, reached by WinRM with NTLM. */
export function writeWinrmInventory(fleet: BenchFleet, { count, port, https, ca }: WinrmFarm): string {
  const path = join(fleet.folder, `inventory-winrm-${port}-${count}.yaml`);
  // One process answers for all hosts, and all ask it at once: nobody may be given up for that.
  const limits = ['tcp', 'keyExchange', 'banner', 'authentication', 'channel', 'firstByte', 'idle'];
  const timeouts = limits.map((stage) => `${stage}: 120`).join(', ');
  const trust = ca === undefined ? '' : `, ca: ${ca}`;
  writeFileSync(
    path,
    `version: 1
defaults: { transport: winrm, https: ${https}, port: ${port}${trust}, user: ${winrmUser}, password: { env: VIPFARM_WINRM }, timeouts: { ${timeouts} } }
pools:
  web: { vips: [${vip}], members: ["127.1.0.[1-${count}]"] }
`,
  );
  return path;
}

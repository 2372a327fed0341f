import type { Ailment } from '../core/healing.ts';
import { describeClaim } from '../core/network.ts';

/** Who has a poisoned neighbour entry, who would poison it again, and what to do about it. */
export function ailmentText({ pool, vips, poisoned, read, wrongClaims, announcer }: Ailment): string {
  const lines = [
    [pool, ...vips].join('  '),
    ...poisoned.map(({ host, vip, mac }) => `  poisoned  ${host} leads ${vip} to ${mac}`),
    ...(poisoned.length === 0
      ? [`  poisoned  none of ${read.length} hosts whose neighbour table was read`]
      : []),
    ...wrongClaims.map((claim) => `  wrong     ${describeClaim(claim)}`),
  ];
  if (wrongClaims.length > 0) {
    lines.push(`What is healed would be poisoned again. First: vipfarm apply ${pool} --repair`);
  } else if (announcer.kind === 'unable') {
    lines.push(
      `It cannot be announced from here: ${announcer.reason}. On the director, as root, with its NIC for NIC:`,
      ...announcer.commands.map((command) => `  ${command}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What is left after the announcement. */
export function healedText({ poisoned, read }: Ailment): string {
  if (poisoned.length === 0) {
    return `Announced. None of ${read.length} hosts that could be read is poisoned now; routers and clients heard it too.\n`;
  }
  return `Announced, and still poisoned: ${poisoned.map(({ host }) => host).join(', ')}. An entry that is permanent has to be deleted there: ip neigh del VIP dev NIC\n`;
}

import { type Farm, openKernelFarm } from '../../src/demo/farm.ts';
import { vipfarmCommand } from './vipfarm.ts';

export const needs = ['user-namespaces', 'ip', 'sysctl', 'nsenter'];

/** The farm of the demo, and a change of its first host that waits in mid-step until it may go on. */
export interface HeldFarm extends AsyncDisposable, Pick<Farm, 'inventory' | 'identityFile' | 'state'> {
  /** Applies the pool to the first two hosts, one after the other. */
  readonly apply: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves when web01 is in the middle of its change. */
  inHand(): Promise<void>;
  goOn(): Promise<void>;
}

/** Adding an address says that it was reached, and waits. */
const heldTool = `#!/bin/sh
case " $* " in *' replace '* | *' add '*) echo >/etc/reached; read -r word </etc/gate ;; esac
exec /etc/real-ip "$@"`;

const holdChange = `tool=$(readlink -f "$(command -v ip)") && cp "$tool" /etc/real-ip && mkfifo /etc/reached /etc/gate &&
  printf '%s\\n' "$1" >/etc/held-ip && chmod +x /etc/held-ip && mount --bind /etc/held-ip "$tool"`;

export async function openHeldFarm(): Promise<HeldFarm> {
  const farm = await openKernelFarm();
  async function onWeb01(line: string): Promise<void> {
    const { exitCode, stderr } = await farm.byHand('web01', line);
    if (exitCode !== 0) throw new Error(`"${line}" ended with ${exitCode}: ${stderr}`);
  }
  await onWeb01(`set -- '${heldTool.replaceAll("'", "'\\''")}'; ${holdChange}`);
  return {
    ...farm,
    apply: [...vipfarmCommand, 'apply', 'web', '--limit', 'web[01-02]', '-i', farm.inventory],
    environment: { XDG_STATE_HOME: farm.state, VIPFARM_DATABASE: '' },
    inHand: () => onWeb01('cat /etc/reached'),
    goOn: () => onWeb01('echo >/etc/gate'),
  };
}

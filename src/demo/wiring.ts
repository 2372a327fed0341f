import type { Station } from './layout.ts';
import { prefix } from './layout.ts';
import type { Namespaces } from './namespaces.ts';
import { mustRun } from './run-command.ts';

/** A namespace's NIC on the farm's segment. */
export interface Plug {
  readonly namespaces: Namespaces;
  readonly station: Station;
  readonly nic: string;
}

/**
 * Lays the segment: a bridge in the ground, and a cable (veth pair) from it to each plug.
 * @throws Problem 'demo-refused'
 */
export async function layCables(ground: Namespaces, plugs: readonly Plug[]): Promise<void> {
  const cables = plugs.flatMap(({ namespaces, station, nic }, index) => [
    `link add port${index} type veth peer name ${nic} address ${station.mac} netns ${namespaces.network}`,
    `link set port${index} master br0 up`,
  ]);
  await ipBatch(ground, ['link add br0 type bridge', 'link set br0 up', ...cables]);
}

/** Brings up a NIC with its address; the hosts of the farm do that by themselves when they boot. */
export async function bringUp({ namespaces, station, nic }: Plug): Promise<void> {
  await ipBatch(namespaces, [
    'link set lo up',
    `addr add ${station.address}/${prefix} dev ${nic}`,
    `link set ${nic} up`,
  ]);
}

/** Runs lines of `ip` commands in a namespace. */
export async function ipBatch(namespaces: Namespaces, lines: readonly string[]): Promise<void> {
  await mustRun(namespaces.onNetworkOf(['ip', '-batch', '-']), `${lines.join('\n')}\n`);
}

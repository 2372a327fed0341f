import { type LabRun, namespaceOf } from './lab-run.ts';
import { mustRun } from './run-command.ts';

/** One layer-2 segment inside a namespace: a bridge without uplink, 192.0.2.0/24, the controller on 192.0.2.1. */
export interface Segment {
  readonly run: LabRun;
  /** The namespace of the bridge; the controller runs there. */
  readonly namespace: string;
}

/** Something plugged into the segment: a namespace of its own with `eth0`. */
export interface Station {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly mac: string;
}

export async function layOutSegment(run: LabRun): Promise<Segment> {
  const namespace = namespaceOf(run, 'lab');
  await mustRun(['ip', 'netns', 'add', namespace]);
  await configureIn(namespace, [
    'link set lo up',
    'link add br0 type bridge mcast_snooping 0',
    `link set br0 address ${macOf(1)} up`,
    'address add 192.0.2.1/24 dev br0',
  ]);
  return { run, namespace };
}

/** The station with this number has the address 192.0.2.<number> and a MAC whose last octet reads like it. */
export function describeStation(segment: Segment, name: string, number: number): Station {
  return {
    name,
    namespace: namespaceOf(segment.run, name),
    address: `192.0.2.${number}`,
    mac: macOf(number),
  };
}

/** Makes the namespace and its cable; eth0 is left down and bare, as a machine finds it at power on. */
export async function plugIn(segment: Segment, station: Station): Promise<void> {
  await mustRun(['ip', 'netns', 'add', station.namespace]);
  await configureIn(segment.namespace, [
    `link add name ${station.name} type veth peer name eth0 address ${station.mac} netns ${station.namespace}`,
    `link set dev ${station.name} master br0 up`,
  ]);
}

/** Takes the namespace away with all that runs only as long as the power is on. */
export async function unplug(segment: Segment, station: Station): Promise<void> {
  await mustRun(['ip', '-n', segment.namespace, 'link', 'delete', 'dev', station.name]);
  await mustRun(['ip', 'netns', 'delete', station.namespace]);
}

/** For stations that are no machines of their own. */
export async function bringUp(station: Station): Promise<void> {
  await configureIn(station.namespace, [
    'link set lo up',
    'link set eth0 up',
    `address add ${station.address}/24 dev eth0`,
  ]);
}

export async function configureIn(namespace: string, lines: readonly string[]): Promise<void> {
  await mustRun(['ip', '-n', namespace, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}

function macOf(number: number): string {
  return `02:00:00:00:00:${String(number % 100).padStart(2, '0')}`;
}

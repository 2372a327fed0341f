import type { ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { readIfconfig } from '../unix/read-ifconfig.ts';
import type { FoundInterfaces } from '../unix/system.ts';

/** As every ifconfig -a; but a logical interface with a line `zone web` is of that zone, although the global one shows it. */
export function readSolarisInterfaces(output: ProbeOutput): FoundInterfaces {
  const lines = sectionLines(output, 'interfaces');
  const found = readIfconfig(lines, 'lo0');
  const zones = readZones(lines);
  const addresses = found.addresses.map((one) => {
    const zone = zones.get(`${one.label ?? one.interface} ${one.address}`);
    return zone === undefined ? one : { ...one, interface: `${one.interface} of the zone ${zone}` };
  });
  return { ...found, addresses };
}

/** The zone of each address that has one, by `lo0:1 192.0.2.1`. */
function readZones(lines: readonly string[]): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  let label = '';
  let zone: string | undefined;
  for (const line of lines) {
    const [word = '', value = ''] = line.trim().split(/\s+/);
    if (/^\S/.test(line)) {
      label = word.replace(/:$/, '');
      zone = undefined;
    } else if (word === 'zone') zone = value;
    else if (zone !== undefined && /^inet6?$/.test(word))
      zones.set(`${label} ${value.replace(/\/.*$/, '')}`, zone);
  }
  return zones;
}

/** `zone web`, where it shares the network of the global zone: its lo0 is a logical interface of the one there. */
export function readSharedZone(output: ProbeOutput): string | undefined {
  const [name = 'global', kind = ''] = sectionLines(output, 'zone').map((line) => line.trim());
  if (name === 'global' || name === '' || kind === 'exclusive') return undefined;
  const hasOwnLoopback = sectionLines(output, 'interfaces').some((line) => line.startsWith('lo0: '));
  return hasOwnLoopback && kind !== 'shared' ? undefined : `zone ${name}`;
}

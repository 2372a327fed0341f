import type { ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { canonicalMac, readIfconfig } from '../unix/read-ifconfig.ts';
import type { FoundInterfaces } from '../unix/system.ts';

/** Addresses by ifconfig -a, which shows no MAC; those by the lines `en0 1500 link#2 a.c6.24.39.41.3 ...` of netstat -in. */
export function readAixInterfaces(output: ProbeOutput): FoundInterfaces {
  const found = readIfconfig(sectionLines(output, 'interfaces'), 'lo0');
  const macs = new Map<string, string>();
  for (const line of sectionLines(output, 'netstat-in')) {
    const [name = '', , network = '', text = ''] = line.trim().split(/\s+/);
    if (network.startsWith('link#') && /^[0-9a-fA-F]{1,2}(\.[0-9a-fA-F]{1,2}){5}$/.test(text)) {
      macs.set(name.replace(/\*$/, ''), canonicalMac(text, '.'));
    }
  }
  return { ...found, nics: found.nics.map((nic) => ({ ...nic, mac: macs.get(nic.name) })) };
}

import type { ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { canonicalMac, readIfconfig } from '../unix/read-ifconfig.ts';
import type { FoundInterfaces } from '../unix/system.ts';

/** Addresses by ifconfig, which shows no MAC; those by the lines `0/1/2/0 0x00306E4B09D4 0 UP lan0 snap0 ...` of lanscan. */
export function readHpuxInterfaces(output: ProbeOutput): FoundInterfaces {
  const found = readIfconfig(sectionLines(output, 'interfaces'), 'lo0');
  const macs = new Map<string, string>();
  for (const line of sectionLines(output, 'lanscan')) {
    const words = line.trim().split(/\s+/);
    const digits = /^0x([0-9a-fA-F]{12})$/.exec(words[1] ?? '')?.[1];
    const name = words.find((word) => /^[a-z]+\d+$/.test(word));
    if (digits !== undefined && name !== undefined)
      macs.set(name, canonicalMac((digits.match(/../g) ?? []).join(':'), ':'));
  }
  return { ...found, nics: found.nics.map((nic) => ({ ...nic, mac: macs.get(nic.name) })) };
}

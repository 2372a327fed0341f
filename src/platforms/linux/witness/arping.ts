import { parseAddress } from '../../../core/address.ts';
import type { Introduction, Sight, WitnessMeans } from '../../witness.ts';
import { forEachVip, lookInRounds } from './rounds.ts';
import { readSight } from './sight.ts';

/**
 * The options of each program of this name: it keeps on broadcasting (without -b iputils and busybox talk to the first
 * one that answered, and never hear the second), and ends within two seconds. Exit codes mean nothing.
 */
const options = {
  iputils: (vip: string, nic: string) => ['arping', '-b', '-w', '1', '-I', nic, vip],
  busybox: (vip: string, nic: string) => ['arping', '-b', '-w', '1', '-I', nic, vip],
  Habets: (vip: string, nic: string) => ['arping', '-c', '1', '-i', nic, vip],
} as const;

/** arping, one request a second for each VIP. The three programs of this name are told apart by what they say of themselves. */
export function arpingMeans({ programs }: Introduction): readonly WitnessMeans[] {
  return (['iputils', 'busybox', 'Habets'] as const)
    .filter((kind) => programs.has(`arping (${kind})`))
    .map((kind) => ({
      title: `arping (${kind})`,
      proves: 'replies',
      families: [4],
      look: (question) => lookInRounds(question, forEachVip(question, options[kind])),
      read: (line) => readArping(line) ?? readSight(line),
    }));
}

/** `Unicast reply from 192.0.2.100 [02:...]  0.562ms`, or of Habets `42 bytes from 02:... (192.0.2.100): index=0 ...`. */
export function readArping(line: string): Sight | undefined {
  const [, vip, mac] = /cast re(?:ply|quest) from (\S+) \[([0-9a-fA-F:]{17})\]/.exec(line) ?? [];
  const [, habetsMac, habetsVip] = /^\d+ bytes from ([0-9a-fA-F:]{17}) \((\S+?)\)/.exec(line) ?? [];
  return claim(vip ?? habetsVip, mac ?? habetsMac);
}

/** A claim with the address in its canonical form. */
export function claim(address: string | undefined, mac: string | undefined): Sight | undefined {
  const vip = address === undefined ? undefined : parseAddress(address);
  if (vip === undefined || mac === undefined) return undefined;
  return { kind: 'claim', vip: vip.address, mac: mac.toLowerCase(), count: 1 };
}

import { quoteCommand } from '../../../core/quoting.ts';
import type { Introduction, LookQuestion, Sight, WitnessMeans } from '../../witness.ts';
import { claim } from './arping.ts';
import { lookInRounds } from './rounds.ts';
import { readSight } from './sight.ts';

const filter = 'arp or (ip6 proto 58 and (ip6[40] = 135 or ip6[40] = 136))';

/** tcpdump listens and asks nothing: it sees who claims a VIP unasked, and the answers to what this host happens to ask. */
export function tcpdumpMeans({ programs }: Introduction): readonly WitnessMeans[] {
  if (!programs.has('tcpdump')) return [];
  return [
    {
      title: 'tcpdump',
      proves: 'table',
      families: [4, 6],
      look: (question) => lookInRounds({ ...question, vips: [] }, [], listening(question)),
      read: (line) => readTcpdump(line) ?? readSight(line),
    },
  ];
}

function listening({ nic }: LookQuestion): string {
  return `${quoteCommand(['tcpdump', '-lnnevt', '-i', nic.name, filter])} &
vf_pid=$!; trap 'kill $vf_pid; exit 1' HUP TERM PIPE; trap 'kill $vf_pid' EXIT
sleep 1; kill -0 $vf_pid || { echo cannot listen; exit 1; }
`;
}

/** `02:.. > ff:.., ethertype ARP ...: Reply 192.0.2.100 is-at 02:..`, `Request who-has 192.0.2.1 tell 192.0.2.100`, and of IPv6 `neighbor advertisement, ... tgt is 2001:db8::100`. */
export function readTcpdump(line: string): Sight | undefined {
  const [, from] = /^([0-9a-f:]{17}) > /.exec(line) ?? [];
  const [, replied, mac] = / Reply (\S+) is-at ([0-9a-f:]{17})/.exec(line) ?? [];
  if (replied !== undefined) return claim(replied, mac);
  const [, teller] = / Request who-has .* tell ([0-9.]+)/.exec(line) ?? [];
  if (teller !== undefined) return claim(teller, from);
  const [, advertised] = /neighbor advertisement,.* tgt is ([0-9a-f:]+)/.exec(line) ?? [];
  return claim(advertised, from);
}

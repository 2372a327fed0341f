import { type Family, parseAddress, type Vip } from '../../../core/address.ts';
import type { Introduction, Neighbour, WitnessNic } from '../../witness.ts';

/** RHEL 8 and its kin have a Python for the system alone. */
const programs = 'python3 /usr/libexec/platform-python perl arping tcpdump ndisc6 ping busybox';

/** Read-only, for any POSIX shell and old tools. */
export function introductionScript(): string {
  return `{
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; LC_ALL=C; export PATH LC_ALL
uname -s
for vf_p in ${programs}; do command -v "$vf_p" >/dev/null && echo "program $vf_p"; done
command -v arping >/dev/null && { arping -V; arping --help; } 2>&1 | sed 's/^/arping /'
ip -o link show | sed 's/^/link /'
ip -o addr show | sed 's/^/address /'
{ ip -4 neigh show; ip -6 neigh show; } | sed 's/^/neighbour /'
echo end
} </dev/null 2>/dev/null
`;
}

/** Reads what the introduction printed. Never throws. */
export function readIntroduction(output: string): Introduction {
  const lines = output.split('\n');
  const saidBy = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const addresses = saidBy('address').flatMap(readAddress);
  const found = new Set(saidBy('program'));
  const arping = arpingKind(saidBy('arping').join('\n'));
  if (arping !== undefined) found.add(`arping (${arping})`);
  return {
    programs: found,
    nics: saidBy('link').flatMap((line) => readNic(line, addresses)),
    neighbours: saidBy('neighbour').flatMap(readNeighbour),
  };
}

/** The three programs of this name differ in options and output; each says on request which it is. */
export function arpingKind(said: string): 'iputils' | 'Habets' | 'busybox' | undefined {
  if (/iputils/.test(said)) return 'iputils';
  if (/BusyBox/i.test(said)) return 'busybox';
  return /Habets/i.test(said) ? 'Habets' : undefined;
}

interface OwnAddress {
  readonly nic: string;
  readonly address: string;
  readonly prefix: number;
  readonly family: Family;
}

/** `2: eth0    inet 192.0.2.11/24 brd 192.0.2.255 scope global eth0\ ...` */
function readAddress(line: string): readonly OwnAddress[] {
  const [, nic, address = '', prefix] = /^\d+: (\S+)\s+inet6? ([0-9a-f.:]+)(?:\/(\d+))? /.exec(line) ?? [];
  const known = parseAddress(address);
  if (nic === undefined || known === undefined) return [];
  return [{ nic, ...known, prefix: Number(prefix ?? (known.family === 4 ? 32 : 128)) }];
}

/** `2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 ... link/ether 02:00:00:00:00:11 brd ff:...` */
function readNic(line: string, addresses: readonly OwnAddress[]): readonly WitnessNic[] {
  const [, name, flags = '', mac] =
    /^\d+: ([^\s:@]+)[^:]*: <([^>]*)>.* link\/ether ([0-9a-f:]{17}) /.exec(line) ?? [];
  if (name === undefined || mac === undefined || !flags.split(',').includes('UP')) return [];
  const own = addresses.filter((one) => one.nic === name);
  return [{ name, mac, addresses: own.map(({ nic: _, ...address }) => address) }];
}

/** `192.0.2.100 dev eth0 lladdr 02:00:00:00:00:0a REACHABLE`; one that failed has no lladdr. */
function readNeighbour(line: string): readonly Neighbour[] {
  const [, text = '', nic, mac] = /^(\S+) dev (\S+) lladdr ([0-9a-f:]{17})\b/.exec(line) ?? [];
  const known: Vip | undefined = parseAddress(text);
  if (known === undefined || nic === undefined || mac === undefined) return [];
  return [{ address: known.address, nic, mac }];
}

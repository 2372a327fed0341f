import type { Vip } from '../../core/address.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootStack } from '../unix/system.ts';

const path = '/etc/rc.config.d/netconf';
const ours = ' # vipfarm';

/** /sbin/init.d/net gives each interface that this file numbers its address. It holds everything else of the network too. */
export const netconf: BootStack = {
  id: 'netconf',
  title: 'netconf',
  ownPaths: [path],
  recognises: (host) => linesOfOthers(host) !== undefined,
  entries(vips, _gone, host) {
    const others = linesOfOthers(host);
    if (others === undefined) return [];
    const content = [...others, ...linesOf(vips, others)].map((line) => `${line}\n`).join('');
    return [{ kind: 'file', path, content, mode: 0o444, shared: true }];
  },
  bootGap: (host) => (linesOfOthers(host) === undefined ? `${path} is not there` : undefined),
  objection(vip, host) {
    const others = linesOfOthers(host);
    if (others === undefined) return `${path} is not there or cannot be read`;
    const line = others.find((one) => wordOf(one, 'IP_ADDRESS') === vip.address);
    return line === undefined ? undefined : `${path} sets ${vip.address} already, by "${line}"; take it away`;
  },
};

/** The numbers and the names that nobody else has, lowest first: at boot the numbers are gone through without a gap. */
function linesOf(vips: readonly Vip[], others: readonly string[]): readonly string[] {
  const taken = new Set(others.flatMap((line) => assignmentOf(line)?.number ?? []));
  const names = new Set(others.flatMap((line) => wordOf(line, 'INTERFACE_NAME') ?? []));
  const numbers = free(vips.length, 0, (number) => taken.has(number));
  const labels = free(vips.length, 1, (number) => names.has(`lo0:${number}`));
  return vips.flatMap((vip, at) => {
    const values = [
      ['INTERFACE_NAME', `"lo0:${labels[at]}"`],
      ['IP_ADDRESS', `"${vip.address}"`],
      ['SUBNET_MASK', '"255.255.255.255"'],
      ['BROADCAST_ADDRESS', '""'],
      ['INTERFACE_STATE', '"up"'],
      ['DHCP_ENABLE', '0'],
    ];
    return values.map(([name, value]) => `${name}[${numbers[at]}]=${value}${ours}`);
  });
}

function free(count: number, first: number, isTaken: (number: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let number = first; found.length < count; number += 1) if (!isTaken(number)) found.push(number);
  return found;
}

function wordOf(line: string, name: string): string | undefined {
  const assignment = assignmentOf(line);
  return assignment?.name === name ? assignment.value : undefined;
}

interface Assignment {
  readonly name: string;
  readonly number: number;
  readonly value: string;
}

/** `IP_ADDRESS[0]="192.0.2.11"`, with quotes of either kind or none. Routes have numbers of their own. */
function assignmentOf(line: string): Assignment | undefined {
  const [, name, number, value = ''] =
    /^\s*(INTERFACE_NAME|IP_ADDRESS|SUBNET_MASK)\[\s*(\d{1,4})\s*\]=["']?([^"'\s;#]*)/.exec(line) ?? [];
  return name === undefined ? undefined : { name, number: Number(number), value };
}

function linesOfOthers(host: UnixObserved): readonly string[] | undefined {
  const found = host.files.get(path);
  if (found?.kind !== 'file') return undefined;
  return found.content
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !line.endsWith(ours));
}

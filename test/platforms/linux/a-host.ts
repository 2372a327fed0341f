import type { LinuxObserved, SysctlAssignment } from '../../../src/platforms/linux/observed.ts';
import { slashForm } from '../../../src/platforms/linux/read-sysctl.ts';
import { signsOf } from './signs-of-stacks.ts';

/** A host of which only what a test is about is said: one NIC that faces 192.0.2.0/24, nothing set, nothing of ours. */
export function aHost(said: Partial<LinuxObserved> = {}): LinuxObserved {
  return {
    platform: 'linux',
    title: 'Debian 12, ifupdown',
    complete: true,
    hostname: 'web01',
    distribution: 'Debian 12',
    kernel: '6.1',
    asRoot: true,
    init: 'systemd',
    container: undefined,
    nics: [{ name: 'eth0', mac: '02:00:00:00:00:11', up: true }],
    addresses: [address('lo', '127.0.0.1/8'), address('eth0', '192.0.2.11/24')],
    conf: confOf({ all: [0, 0], eth0: [0, 0] }),
    loopbackSettings: new Map(),
    sysctl: { paths: new Map(), winOverTuned: false, assignments: [] },
    managers: signsOf('ifupdown'),
    files: new Map(),
    folders: new Set(['/etc/sysctl.d', '/etc/network/interfaces.d']),
    record: undefined,
    lastingRecord: said.record,
    trialRecord: undefined,
    readOnly: [],
    rules: [],
    keepalived: [],
    bootLines: [],
    moment: { session: '192.0.2.11', connections: [], listeners: [], routes: [] },
    ...said,
  };
}

/** `192.0.2.11/24` on an interface. */
export function address(name: string, text: string): LinuxObserved['addresses'][number] {
  const [bare = '', prefix] = text.split('/');
  const family = bare.includes(':') ? 6 : 4;
  return {
    interface: name,
    address: bare,
    prefix: Number(prefix),
    family,
    label: undefined,
    scope: 'global',
  };
}

/** arp_ignore and arp_announce by interface; `default` and `lo` are there as on every host. */
export function confOf(values: Readonly<Record<string, readonly [number, number]>>): LinuxObserved['conf'] {
  const entries = Object.entries({ default: [0, 0] as const, lo: [0, 0] as const, ...values });
  return new Map(
    entries.map(([name, [arpIgnore, arpAnnounce]]) => [
      name,
      { arpIgnore, arpAnnounce, rpFilter: 0, forwarding: 0, proxyArp: 0 },
    ]),
  );
}

/** Lines `path:line:key = value` as files of a host, with what each path is a link to. */
export function sysctlOf(
  lines: readonly string[],
  links: Readonly<Record<string, string>> = {},
): LinuxObserved['sysctl'] {
  const assignments = lines.map((text): SysctlAssignment => {
    const [path = '', line, setting = ''] = text.split(':');
    const [key = '', value = ''] = setting.split(' = ');
    return { path, line: Number(line), key: slashForm(key), value };
  });
  const paths = new Map<string, string | undefined>(assignments.map((one) => [one.path, links[one.path]]));
  for (const [path, target] of Object.entries(links)) paths.set(path, target);
  return { paths, winOverTuned: false, assignments };
}

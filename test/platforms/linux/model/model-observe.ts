import { parseAddress } from '../../../../src/core/address.ts';
import { digestOf } from '../../../../src/core/digest.ts';
import { type HostRecord, parseRecord } from '../../../../src/platforms/host-record.ts';
import type { FoundFile, LinuxObserved, SysctlAssignment } from '../../../../src/platforms/linux/observed.ts';
import { recordPath, trialRecordPath } from '../../../../src/platforms/linux/place.ts';
import { slashForm } from '../../../../src/platforms/linux/read-sysctl.ts';
import { signsOf } from '../signs-of-stacks.ts';
import { type ModelHost, modelNics } from './model-host.ts';

/** What a probe would find on a model host. */
export function observeModel(host: ModelHost): LinuxObserved {
  const lastingRecord = recordAt(recordPath, host);
  const trialRecord = recordAt(trialRecordPath, host);
  const wicked = host.files.get('/etc/sysconfig/network/ifcfg-lo');
  return {
    platform: 'linux',
    title: 'a model',
    complete: true,
    hostname: 'model',
    distribution: 'a model',
    kernel: '6',
    asRoot: true,
    init: 'systemd',
    container: undefined,
    nics: Object.keys(modelNics).map((name) => ({ name, mac: undefined, up: true })),
    addresses: [
      ...Object.entries(modelNics).map(([name, address]) => onInterface(name, `${address}/24`)),
      ...['127.0.0.1/8', ...host.loopback].map((address) => onInterface('lo', address)),
    ],
    conf: new Map(
      [...host.conf].map(([name, values]) => [
        name,
        {
          arpIgnore: values.arp_ignore,
          arpAnnounce: values.arp_announce,
          rpFilter: 0,
          forwarding: 0,
          proxyArp: 0,
        },
      ]),
    ),
    loopbackSettings: new Map(),
    sysctl: {
      paths: new Map(sysctlFiles(host).map(([path]) => [path, undefined])),
      winOverTuned: false,
      assignments: sysctlFiles(host).flatMap(([path, content]) => readLines(path, content)),
    },
    managers: {
      ...signsOf(host.stack),
      wickedLo: wicked?.kind === 'file' ? wicked.content : undefined,
    },
    files: new Map([...host.files].filter(([path]) => isWatched(path)).map(found)),
    folders: host.folders,
    record: trialRecord ?? lastingRecord,
    lastingRecord,
    trialRecord,
    readOnly: [],
    rules: [],
    keepalived: [],
    bootLines: [],
    moment: { session: modelNics.eth0, connections: [], listeners: [], routes: [] },
  };
}

function recordAt(path: string, host: ModelHost): HostRecord | undefined {
  const file = host.files.get(path);
  return file?.kind === 'file' ? parseRecord(file.content) : undefined;
}

export function sysctlFiles(host: ModelHost): readonly (readonly [path: string, content: string])[] {
  return [...host.files]
    .flatMap(([path, file]) =>
      path.startsWith('/etc/sysctl.d/') && file.kind === 'file' ? [[path, file.content] as const] : [],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

export function readLines(path: string, content: string): readonly SysctlAssignment[] {
  return content.split('\n').flatMap((text, index) => {
    const [key = '', value] = text.split(' = ');
    return value === undefined ? [] : [{ path, line: index + 1, key: slashForm(key), value }];
  });
}

function onInterface(name: string, text: string): LinuxObserved['addresses'][number] {
  const [address = '', prefix] = text.split('/');
  const family = parseAddress(address)?.family ?? 4;
  return { interface: name, address, prefix: Number(prefix), family, label: undefined, scope: 'global' };
}

function isWatched(path: string): boolean {
  return path.startsWith('/etc/') && (path.includes('vip') || path.endsWith('/ifcfg-lo'));
}

function found([path, file]: [string, ModelHost['files'] extends Map<string, infer F> ? F : never]): [
  string,
  FoundFile,
] {
  return file.kind === 'link'
    ? [path, { kind: 'link', mode: 0o777, content: file.target }]
    : [path, { kind: 'file', mode: file.mode, content: digestOf(file.content) }];
}

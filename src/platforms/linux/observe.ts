import { parseRecord } from '../host-record.ts';
import type { ProbeOutput } from '../platform.ts';
import { isComplete, onceForSameText, sectionLines } from '../probe-output.ts';
import { readBootLines } from './boot-lines.ts';
import type { FoundFile, LinuxObserved } from './observed.ts';
import { readAddresses, readConf, readLinks } from './read-interfaces.ts';
import { readListeners } from './read-listeners.ts';
import { managerSections, readManagers } from './read-managers.ts';
import { readSysctlFiles, sysctlSections } from './read-sysctl.ts';
import { stackOf } from './stacks/index.ts';

/** Reads a probe's answer. Whatever is cut off, missing or strange is absent; nothing here throws. */
export function observeLinux(output: ProbeOutput): LinuxObserved {
  const [, kernel = '', , hostname = '', user = ''] = sectionLines(output, 'identity');
  const [session = ''] = sectionLines(output, 'session');
  const [changeMark] = sectionLines(output, 'change-mark');
  const likeness = readLikeness(output);
  const observed: LinuxObserved = {
    ...likeness,
    platform: 'linux',
    title: likeness.distribution,
    complete: isComplete(output),
    hostname,
    kernel,
    asRoot: user === '0',
    nics: readLinks(sectionLines(output, 'links')),
    addresses: readAddresses(sectionLines(output, 'addresses')),
    moment: {
      session: session.split(' ')[2],
      connections: sectionLines(output, 'connections'),
      listeners: readListeningPorts(output),
      routes: sectionLines(output, 'routes'),
      ...(changeMark === undefined ? {} : { changeMark }),
    },
  };
  const stack = stackOf(observed, undefined);
  return { ...observed, title: `${observed.distribution}, ${stack?.title ?? 'nothing known keeps lo'}` };
}

/** What hosts that were set up alike have in common; where one differs in a part of it, the other parts are still known. */
const readLikeness = onceForSameText(
  [
    ...['os-release', 'init', 'container', 'conf', 'loopback-settings', 'files', 'folders', 'record'],
    ...[
      'trial-record',
      'read-only',
      'rules',
      'keepalived',
      'boot-lines',
      ...sysctlSections,
      ...managerSections,
    ],
  ],
  (output) => {
    const lastingRecord = parseRecord(output.get('record') ?? '');
    const trialRecord = parseRecord(output.get('trial-record') ?? '');
    return {
      distribution: readDistribution(output),
      init: readInit(sectionLines(output, 'init')),
      container: readContainer(sectionLines(output, 'container')),
      conf: readInterfaceConf(output),
      loopbackSettings: readPairs(sectionLines(output, 'loopback-settings')),
      sysctl: readSysctlFiles(output),
      managers: readManagers(output),
      files: readFiles(output),
      folders: new Set(sectionLines(output, 'folders')),
      record: trialRecord ?? lastingRecord,
      lastingRecord,
      trialRecord,
      readOnly: sectionLines(output, 'read-only'),
      rules: sectionLines(output, 'rules'),
      keepalived: sectionLines(output, 'keepalived'),
      bootLines: readBootLines(sectionLines(output, 'boot-lines')),
    };
  },
);

const readListeningPorts = onceForSameText(['listeners'], (output) =>
  readListeners(sectionLines(output, 'listeners')),
);

const readInterfaceConf = onceForSameText(['conf'], (output) => readConf(sectionLines(output, 'conf')));

const readDistribution = onceForSameText(['os-release'], (output) =>
  nameDistribution(sectionLines(output, 'os-release')),
);

/** `Debian 12`, `RHEL 9.4`; from os-release, else the first line of an older file. */
function nameDistribution(lines: readonly string[]): string {
  const values = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1).replace(/^["']|["']$/g, ''));
  }
  const name = values.get('NAME');
  const text = name === undefined ? (lines[0] ?? 'Linux') : `${name} ${values.get('VERSION_ID') ?? ''}`;
  return text
    .replace(/^Red Hat Enterprise Linux( Server)?/, 'RHEL')
    .replace(/ (GNU\/)?Linux\b/, '')
    .replace(' release', '')
    .replace(/ \(.*\)$/, '')
    .trim();
}

function readInit(lines: readonly string[]): LinuxObserved['init'] {
  if (lines.includes('systemd')) return 'systemd';
  return lines.includes('openrc') ? 'openrc' : 'other';
}

function readContainer(lines: readonly string[]): string | undefined {
  const [first] = lines;
  if (first === undefined || first === 'none') return undefined;
  return first.replace(/^container=/, '');
}

/** Lines `key value`. */
function readPairs(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

const readFiles = onceForSameText(['files'], (output) => findFiles(sectionLines(output, 'files')));

/** Lines `file 644 <sha256> <path>` and `link 777 <target> <path>`. */
function findFiles(lines: readonly string[]): ReadonlyMap<string, FoundFile> {
  const files = new Map<string, FoundFile>();
  for (const line of lines) {
    const [kind, mode, content, ...path] = line.split(' ');
    if ((kind === 'file' || kind === 'link') && mode !== undefined && content !== undefined) {
      files.set(path.join(' '), { kind, mode: Number.parseInt(mode, 8), content });
    }
  }
  return files;
}

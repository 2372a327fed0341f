import { parseRecord } from '../host-record.ts';
import type { ProbeOutput } from '../platform.ts';
import { isComplete, sectionLines } from '../probe-output.ts';
import type { UnixObserved } from './observed.ts';
import { readFiles } from './read-files.ts';
import { readIfconfig } from './read-ifconfig.ts';
import { readListeners } from './read-netstat.ts';
import { stackOf } from './stack-of.ts';
import type { UnixSystem } from './system.ts';

/** Reads a probe's answer. Whatever is cut off, missing or strange is absent; nothing here throws. */
export function observeUnix(system: UnixSystem, output: ProbeOutput): UnixObserved {
  const lines = (name: string): readonly string[] => sectionLines(output, name);
  const [, , , , hostname = '', user = ''] = lines('identity');
  const lastingRecord = parseRecord(output.get('record') ?? '');
  const trialRecord = parseRecord(output.get('trial-record') ?? '');
  const [changeMark] = lines('change-mark');
  const release = system.release(output);
  const found = system.readInterfaces?.(output) ?? readIfconfig(lines('interfaces'), system.loopback);
  const observed: UnixObserved = {
    platform: system.id,
    title: release,
    complete: isComplete(output),
    hostname,
    release,
    asRoot: user === '0',
    enclosure: system.enclosure?.(output),
    loopback: system.loopback,
    nics: found.nics,
    addresses: found.addresses,
    files: readFiles(output.get('files') ?? ''),
    folders: new Set(lines('folders')),
    record: trialRecord ?? lastingRecord,
    lastingRecord,
    trialRecord,
    readOnly: lines('read-only'),
    tools: readTools(lines('tools')),
    settings: readSettings(lines('settings')),
    rules: lines('rules'),
    sections: new Map((system.probe.sections ?? []).map((name) => [name, lines(name)])),
    moment: {
      session: lines('session')[0]?.split(' ')[2],
      connections: lines('connections'),
      listeners: readListeners(lines('listeners')),
      routes: lines('routes'),
      ...(changeMark === undefined ? {} : { changeMark }),
    },
  };
  const stack = stackOf(system, observed, undefined);
  return { ...observed, title: `${release}, ${stack?.title ?? 'nothing known keeps the loopback'}` };
}

/** Paths, each by the name of its program. */
function readTools(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.filter((line) => line.startsWith('/')).map((path) => [path.slice(path.lastIndexOf('/') + 1), path]),
  );
}

/** `net.inet.ip.forwarding: 0` of sysctl on FreeBSD, `name=value` on the others, `name value` as our own probes print it. */
function readSettings(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line): readonly [string, string][] => {
      const [, name, value] = /^([A-Za-z_][\w.-]*?)\s*[:= ]\s*(.*)$/.exec(line.trim()) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

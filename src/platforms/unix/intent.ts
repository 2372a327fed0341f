import { includesVip, type Vip } from '../../core/address.ts';
import { digestOf } from '../../core/digest.ts';
import type { HostRecord } from '../host-record.ts';
import { folderOf, isOursWhole, type OwnFile } from '../own-file.ts';
import type { Desired } from '../platform.ts';
import type { UnixObserved } from './observed.ts';
import type { BootEntry, BootSetting, BootStack, UnixSystem } from './system.ts';

/** How the host has to be in the end: what plan works towards and checks compare with. */
export interface Intent {
  readonly stack: BootStack;
  /** Every VIP of vipfarm that the host has in the end, of whatever pool. */
  readonly vips: readonly Vip[];
  /** Files that must be there as they are here. */
  readonly files: readonly OwnFile[];
  /** Of the chosen stack, and of every other one, which must not bring a VIP of ours back as well. */
  readonly settings: readonly BootSetting[];
  /** Files of others that brought these VIPs back at boot until they were taken over. */
  readonly ended: readonly string[];
  /** What the host remembers in the end; undefined when nothing of ours is left. */
  readonly record: HostRecord | undefined;
}

export function intend(desired: Desired, host: UnixObserved, system: UnixSystem, stack: BootStack): Intent {
  const before = host.record?.vips ?? [];
  const vips = [...before, ...desired.present.filter((vip) => !includesVip(before, vip))].filter(
    (vip) => !includesVip(desired.absent, vip),
  );
  const gone = before.filter((vip) => !includesVip(vips, vip));
  const known = [...vips, ...gone];
  const entries = stack.entries(vips, gone, host);
  const ofOthers = system.stacks
    .filter((other) => other !== stack)
    .flatMap((other) => other.entries([], known, host))
    .filter((entry) => entry.kind === 'setting' || (entry.kind === 'file' && entry.shared === true));
  const files = [...entries, ...ofOthers].filter(isFile);
  return {
    stack,
    vips,
    files,
    settings: [...entries, ...ofOthers].filter((entry) => entry.kind === 'setting'),
    ended: desired.adopt ? (system.takeOver?.ending(vips, host) ?? []) : [],
    record: vips.length === 0 ? undefined : recordOf(host, vips, files),
  };
}

function recordOf(host: UnixObserved, vips: readonly Vip[], files: readonly OwnFile[]): HostRecord {
  const folders = files.map((file) => folderOf(file.path)).filter((folder) => !host.folders.has(folder));
  return {
    vips,
    guests: host.record?.guests ?? [],
    priorSysctl: host.record?.priorSysctl ?? new Map(),
    files: new Map(
      files
        .filter(isOursWhole)
        .map((file) => [file.path, file.kind === 'link' ? file.target : digestOf(file.content)]),
    ),
    folders: [...new Set([...(host.record?.folders ?? []), ...folders])],
  };
}

function isFile(entry: BootEntry): entry is OwnFile {
  return entry.kind !== 'setting';
}

/** True when content and mode are as they have to be; of a file of others the mode is theirs, and so is whether its last line ends. */
export function isAsFound(file: OwnFile, host: UnixObserved): boolean {
  const found = host.files.get(file.path);
  if (file.kind === 'link') return found?.kind === 'link' && found.target === file.target;
  return (
    found?.kind === 'file' &&
    (file.shared === true
      ? lineEnded(found.content) === file.content
      : found.content === file.content && found.mode === file.mode)
  );
}

function lineEnded(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

import { parseAddress, type Vip } from '../core/address.ts';

/**
 * What vipfarm keeps on the host itself, readable by root only: which VIPs are ours, the values that were there before,
 * and the digests of the files we wrote. It is written before the first change and gone with the last VIP.
 */
export interface HostRecord {
  readonly vips: readonly Vip[];
  /** `address/prefix` of foreign host addresses that were on lo when we came: they never depended on our settings. */
  readonly guests: readonly string[];
  /** sysctl key in slash form to the value before the first change. */
  readonly priorSysctl: ReadonlyMap<string, string>;
  /** Path to sha256 (of a link: its target). */
  readonly files: ReadonlyMap<string, string>;
  /** Folders that did not exist before us. */
  readonly folders: readonly string[];
}

const firstLine = 'vipfarm record 1';

export function renderRecord(record: HostRecord): string {
  const lines = [
    firstLine,
    ...record.vips.map((vip) => `vip ${vip.address}`),
    ...record.guests.map((guest) => `guest ${guest}`),
    ...[...record.priorSysctl].map(([key, value]) => `sysctl ${key} ${value}`),
    ...[...record.files].map(([path, digest]) => `file ${digest} ${path}`),
    ...record.folders.map((folder) => `folder ${folder}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Undefined when there is no record; lines that a later version may add are passed over. */
export function parseRecord(text: string): HostRecord | undefined {
  const lines = text.split('\n');
  if (lines[0] !== firstLine) return undefined;
  const vips: Vip[] = [];
  const guests: string[] = [];
  const priorSysctl = new Map<string, string>();
  const files = new Map<string, string>();
  const folders: string[] = [];
  for (const line of lines.slice(1)) {
    const [word, first = '', ...rest] = line.split(' ');
    const remainder = rest.join(' ');
    if (word === 'vip') {
      const vip = parseAddress(first);
      if (vip !== undefined) vips.push(vip);
    } else if (word === 'guest') guests.push(first);
    else if (word === 'sysctl') priorSysctl.set(first, remainder);
    else if (word === 'file') files.set(remainder, first);
    else if (word === 'folder') folders.push(first);
  }
  return { vips, guests, priorSysctl, files, folders };
}

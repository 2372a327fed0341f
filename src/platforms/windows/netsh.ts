import type { Family } from '../../core/address.ts';

/** What `netsh interface ipv4 show interface <index>` says, in whatever language. */
export interface NetshSettings {
  readonly index: number;
  readonly family: Family;
  readonly weakHostSend: boolean | undefined;
  readonly weakHostReceive: boolean | undefined;
}

/** A row of `show interfaces`. */
export interface NetshInterface {
  readonly index: number;
  readonly metric: number;
  readonly state: string;
  readonly name: string;
}

/**
 * Rows of `show interfaces`: by the line of dashes and by the place of the first four words. The header and its spacing
 * are translated; the words of the state are not.
 */
export function readInterfaces(text: string): readonly NetshInterface[] {
  const lines = text.split(/\r?\n/);
  const dashes = lines.findIndex((line) => /^\s*-+(\s+-+){3,}\s*$/.test(line));
  return lines.slice(dashes === -1 ? lines.length : dashes + 1).flatMap((line) => {
    const [, index, metric, , state = '', name = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    return index === undefined ? [] : [{ index: Number(index), metric: Number(metric), state, name }];
  });
}

/**
 * The weak host rows of `show interface <index>`. Every label is translated, the values are not, and the order of rows is
 * the same: sends and receives are the 17th and 18th after the row of the index, which is the first whose value is a number
 * alone. Older systems have a row more before it, later ones rows more after.
 */
export function readInterfaceSettings(text: string, family: Family): NetshSettings | undefined {
  const values = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.lastIndexOf(' : ') === -1 ? line.lastIndexOf(': ') : line.lastIndexOf(' : ') + 1;
    return colon === -1 ? [] : [line.slice(colon + 1).trim()];
  });
  const at = values.findIndex((value) => /^\d+$/.test(value));
  if (at === -1) return undefined;
  return {
    index: Number(values[at]),
    family,
    weakHostSend: readToggle(values[at + 17]),
    weakHostReceive: readToggle(values[at + 18]),
  };
}

/** An address that the script of `dump` sets; its words are never translated. */
export interface DumpedAddress {
  readonly interface: string;
  readonly address: string;
}

export function readDump(text: string): readonly DumpedAddress[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (!/^add address /.test(line)) return [];
    const name = /\b(?:name|interface)="([^"]*)"/.exec(line)?.[1];
    const address = /\baddress=(\S+)/.exec(line)?.[1];
    return name === undefined || address === undefined ? [] : [{ interface: name, address }];
  });
}

function readToggle(word: string | undefined): boolean | undefined {
  if (word === 'enabled') return true;
  return word === 'disabled' ? false : undefined;
}

import { type Family, parseAddress } from '../../core/address.ts';

/** What `netsh interface ipv4 show interface <index>` says, in whatever language. */
export interface NetshSettings {
  readonly index: number;
  readonly family: Family;
  readonly weakHostSend: boolean | undefined;
  readonly weakHostReceive: boolean | undefined;
}

/** What netsh says altogether. */
export interface NetshView {
  readonly settings: readonly NetshSettings[];
  /** Rows of `show interfaces` of both families. */
  readonly interfaces: readonly NetshInterface[];
  /** Canonical addresses that the scripts of `dump` set. */
  readonly addresses: readonly string[];
  /** IPv4 addresses of `show config`, which netsh has for no other family: those that are in use. */
  readonly inUse: readonly string[];
}

/** A row of `show interfaces`. */
export interface NetshInterface {
  readonly index: number;
  readonly metric: number;
  readonly state: string;
  readonly name: string;
}

/** Each output with the words after `netsh` that made it; what is of another command is passed over. */
export function readNetsh(
  outputs: readonly { readonly command: string; readonly text: string }[],
): NetshView {
  const settings = outputs.flatMap(({ command, text }) => {
    const family = /^interface ipv([46]) show interface \d+$/.exec(command)?.[1];
    const read = family === undefined ? undefined : readInterfaceSettings(text, family === '6' ? 6 : 4);
    return read === undefined ? [] : [read];
  });
  const tables = outputs.filter(({ command }) => /^interface ipv[46] show interfaces$/.test(command));
  const dumps = outputs.filter(({ command }) => /^interface ipv[46] dump$/.test(command));
  return {
    settings,
    interfaces: tables.flatMap(({ text }) => readInterfaces(text)),
    addresses: dumps.flatMap(({ text }) => readDump(text)),
    inUse: outputs
      .filter(({ command }) => command === 'interface ipv4 show config')
      .flatMap(({ text }) => readConfig(text)),
  };
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

/**
 * The addresses of `show config`: those that a line with a network follows. Every label is translated; the address of a
 * gateway or of a name server stands alone.
 */
export function readConfig(text: string): readonly string[] {
  const values = text.split(/\r?\n/).map((line) => line.slice(line.indexOf(': ') + 1).trim());
  return values.flatMap((value, at) => {
    const found = /^[\d.]+\/\d+/.test(values[at + 1] ?? '') ? parseAddress(value) : undefined;
    return found === undefined ? [] : [found.address];
  });
}

/** The addresses that the script of `dump` sets; its words are never translated. */
export function readDump(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const word = /^add address .*?\baddress=([^\s/]+)/.exec(line)?.[1];
    const found = word === undefined ? undefined : parseAddress(word);
    return found === undefined ? [] : [found.address];
  });
}

function readToggle(word: string | undefined): boolean | undefined {
  if (word === 'enabled') return true;
  return word === 'disabled' ? false : undefined;
}

import { type Family, parseAddress, type Vip } from '../../core/address.ts';
import { placePath } from './script/host-place.ts';

export const recordPath = placePath('record');
/** The record of a change until all of it has succeeded: it outlasts a boot, after which the dead-man takes it away with the rest. */
export const trialRecordPath = placePath('trial-record');

/**
 * What vipfarm keeps on the host itself, readable by SYSTEM and administrators only: which VIPs are ours, what was there
 * before, and what was made. It is written before the first change and gone with the last VIP.
 */
export interface WindowsRecord {
  readonly vips: readonly Vip[];
  /** The adapter that bears the VIPs where it was not made by us, by its GUID; undefined: our own. */
  readonly adopted: string | undefined;
  readonly prior: readonly PriorSetting[];
  /** Names of firewall rules that we made. */
  readonly rules: readonly string[];
}

/** A value before the first change. */
export interface PriorSetting {
  /** GUID of the adapter, because an index may change with a boot. */
  readonly adapter: string;
  readonly family: Family;
  /** `WeakHostReceive`, `Dhcp`, `registers`, `ms_server` */
  readonly setting: string;
  readonly store: 'ActiveStore' | 'PersistentStore';
  /** `Enabled`, `Disabled`; a number for the metric. */
  readonly value: string;
}

const firstLine = 'vipfarm windows record 1';

export function renderRecord(record: WindowsRecord): string {
  const lines = [
    firstLine,
    ...(record.adopted === undefined ? [] : [`adopted ${record.adopted}`]),
    ...record.vips.map((vip) => `vip ${vip.address}`),
    ...record.prior.map(
      ({ adapter, family, setting, store, value }) =>
        `prior ${adapter} ${family} ${setting} ${store} ${value}`,
    ),
    ...record.rules.map((rule) => `rule ${rule}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Undefined when there is no record; lines that a later version may add are passed over. */
export function parseRecord(text: string): WindowsRecord | undefined {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== firstLine) return undefined;
  const words = lines.slice(1).map((line) => line.split(' '));
  function named(word: string): readonly string[] {
    return words.flatMap(([first, second]) => (first === word && second !== undefined ? [second] : []));
  }
  return {
    vips: named('vip').flatMap((address) => parseAddress(address) ?? []),
    adopted: named('adopted')[0],
    prior: words.flatMap(readPrior),
    rules: named('rule'),
  };
}

function readPrior(words: readonly string[]): readonly PriorSetting[] {
  const [word, adapter, family, setting, store, value] = words;
  if (word !== 'prior' || adapter === undefined || setting === undefined || value === undefined) return [];
  if (store !== 'ActiveStore' && store !== 'PersistentStore') return [];
  return [{ adapter, family: family === '6' ? 6 : 4, setting, store, value }];
}

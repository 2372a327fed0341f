import { foldNames } from '../../core/fold-names.ts';
import { type Complaint, complain } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import type { Layer } from '../settings.ts';
import { valueAt } from '../value-at.ts';

/**
 * Where two groups, or two pools, set a host differently, nothing says which of them is meant. A pool decides between
 * groups, the host's own entry between all.
 */
export function checkClashes(reading: Reading): readonly Complaint[] {
  const clashes = new Map<string, { readonly clash: Clash; readonly hosts: string[] }>();
  for (const { name, layers } of reading.hosts) {
    if (layers.length < 2) continue;
    for (const clash of clashesOf(layers)) {
      const key = [clash.setting, clash.one.place, clash.one.name, clash.two.name].join('\0');
      const known = clashes.get(key);
      if (known === undefined) clashes.set(key, { clash, hosts: [name] });
      else known.hosts.push(name);
    }
  }
  return [...clashes.values()].map(({ clash, hosts }) => complaintOf(clash, hosts));
}

interface Clash {
  readonly setting: string;
  readonly one: Layer;
  readonly two: Layer;
}

const decides: Readonly<Record<Layer['place'], readonly Layer['place'][]>> = {
  defaults: [],
  group: ['pool', 'host'],
  pool: ['host'],
  host: [],
};

function clashesOf(layers: readonly Layer[]): readonly Clash[] {
  const clashes: Clash[] = [];
  for (const [at, two] of layers.entries()) {
    const rivals = layers
      .slice(0, at)
      .filter((layer) => layer.place === two.place && decides[two.place].length > 0);
    for (const one of rivals) {
      for (const setting of Object.keys(two.settings)) {
        const settled = layers.some(
          (layer) => decides[two.place].includes(layer.place) && valueIn(layer, setting) !== undefined,
        );
        if (!settled && differ(one, two, setting)) clashes.push({ setting, one, two });
      }
    }
  }
  return clashes;
}

/** What adds up cannot clash: tags never, deadlines only where both name the same stage. */
function differ(one: Layer, two: Layer, setting: string): boolean {
  if (setting === 'tags') return false;
  if (setting === 'deadlines') {
    const { deadlines = {} } = one.settings;
    return Object.entries(two.settings.deadlines ?? {}).some(([stage, limit]) => {
      return (valueAt(deadlines, stage) ?? limit) !== limit;
    });
  }
  const value = valueIn(one, setting);
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(valueIn(two, setting));
}

function valueIn(layer: Layer, setting: string): unknown {
  return valueAt(layer.settings, setting);
}

/** Names of settings in the file, where the program calls them otherwise. */
const written: Readonly<Record<string, string>> = { identityFiles: 'identityFile', deadlines: 'timeouts' };

function complaintOf({ setting, one, two }: Clash, hosts: readonly string[]): Complaint {
  const key = written[setting] ?? setting;
  const section = two.place === 'pool' ? 'pools' : 'groups';
  return complain(
    'error',
    'clashing-settings',
    [section, two.name, key],
    `${key} of ${foldNames(hosts)} is not the same as in ${one.place} ${one.name}`,
    { other: [section, one.name, key], atKey: true, wayOut: `say under hosts which ${key} is meant` },
  );
}

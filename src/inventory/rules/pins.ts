import { foldNames } from '../../core/fold-names.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';
import type { Layer } from '../settings.ts';

/** Pins are fingerprints, and hosts with pinned keys have some. */
export function checkPins(reading: Reading): readonly Complaint[] {
  return [...malformedPins(reading), ...missingPins(reading)];
}

const fingerprint = /^SHA256:[A-Za-z0-9+/]{43}=?$/;

function malformedPins({ inventory }: Reading): readonly Complaint[] {
  const sections = ['groups', 'pools', 'hosts'] as const;
  const places: readonly (readonly [FilePath, readonly string[] | undefined])[] = [
    [['defaults', 'pins'], inventory.defaults?.pins],
    ...sections.flatMap((section) =>
      Object.entries(inventory[section] ?? {}).map(
        ([name, { pins }]): readonly [FilePath, readonly string[] | undefined] => [
          [section, name, 'pins'],
          pins,
        ],
      ),
    ),
  ];
  return places.flatMap(([path, pins = []]) =>
    pins
      .filter((pin) => !fingerprint.test(pin))
      .map((pin) =>
        complain('error', 'wrong-value', path, `"${pin}" is no fingerprint`, {
          wayOut: 'take it from ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the host: SHA256:...',
        }),
      ),
  );
}

/** Told at the place that says `pinned`, once for all its hosts. */
function missingPins({ hosts }: Reading): readonly Complaint[] {
  const unpinned = new Map<Layer, string[]>();
  for (const { name, layers } of hosts) {
    const decisive = layers.findLast((layer) => layer.settings.hostKeys !== undefined);
    if (decisive?.settings.hostKeys !== 'pinned') continue;
    const pins = layers.findLast((layer) => layer.settings.pins !== undefined)?.settings.pins ?? [];
    if (pins.length > 0) continue;
    const known = unpinned.get(decisive);
    if (known === undefined) unpinned.set(decisive, [name]);
    else known.push(name);
  }
  return [...unpinned].map(([layer, names]) =>
    complain(
      'error',
      'missing-pins',
      [...layer.path, 'hostKeys'],
      `${foldNames(names)} has pinned host keys, but no pins`,
      {
        wayOut: 'pins: [SHA256:...] says which key is right',
      },
    ),
  );
}

import type { ScannedKey } from '../core/diagnosis.ts';
import { alignColumns, groupAlike } from './group-alike.ts';

/** What is harmless comes first, so that what is not stands next to the advice below it. */
const order: readonly ScannedKey['state'][] = [
  'known',
  'recorded',
  'replaced',
  'no answer',
  'new',
  'changed',
  'revoked',
];

/** Known keys on one line, everything else with its fingerprint; hosts of which the same is said are folded. */
export function hostKeysText(scanned: readonly ScannedKey[]): string {
  const inOrder = scanned.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const rows = groupAlike(inOrder, (one) => `${one.state} ${remark(one)}`).map(({ names, count, first }) => [
    first.state === 'changed' || first.state === 'revoked' ? first.state.toUpperCase() : first.state,
    count === 1 ? names : `${names} (${count})`,
    remark(first),
  ]);
  return [...alignColumns(rows, ''), ...advice(scanned)].map((line) => `${line}\n`).join('');
}

function remark(one: ScannedKey): string {
  switch (one.state) {
    case 'known':
      return '';
    case 'no answer':
      return one.reason;
    case 'changed':
    case 'revoked':
      return one.instead;
    default:
      return one.key;
  }
}

function advice(scanned: readonly ScannedKey[]): readonly string[] {
  const changed = scanned.find((one) => one.state === 'changed');
  const hasNew = scanned.some((one) => one.state === 'new');
  return [
    ...(hasNew
      ? [
          'Compare new keys with what the hosts themselves say (ssh-keygen -lf on the console), then add --record.',
        ]
      : []),
    ...(changed === undefined
      ? []
      : [
          'A changed key means a host that was reinstalled, or somebody in between.',
          `When it was reinstalled: vipfarm hostkeys scan --replace ${changed.host}`,
        ]),
  ];
}

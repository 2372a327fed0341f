import { type Complaint, complain, type FilePath } from '../complaint.ts';
import { runSetNames } from '../limit-word.ts';
import type { Reading } from '../reading.ts';

/** Names of pools, groups, directors and schedules are typed on command lines and in --limit. */
export function checkNames({ inventory }: Reading): readonly Complaint[] {
  const sections = ['pools', 'groups', 'directors', 'schedules'] as const;
  return sections.flatMap((section) =>
    Object.keys(inventory[section] ?? {}).flatMap((name) => {
      const path = [section, name];
      if (!plainName.test(name))
        return [badName(path, 'a name has letters, digits, dots, dashes and underscores only')];
      if (section !== 'groups' || !runSetNames.includes(name)) return [];
      return [badName(path, `--limit @${name} means the hosts of a run that ended so`)];
    }),
  );
}

const plainName = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

function badName(path: FilePath, reason: string): Complaint {
  return complain('error', 'bad-name', path, reason, { atKey: true, wayOut: 'choose another name' });
}

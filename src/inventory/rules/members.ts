import { foldNames } from '../../core/fold-names.ts';
import { type Complaint, complain, type FilePath } from '../complaint.ts';
import type { Reading } from '../reading.ts';

/** A pool has members, and each of them once. A group may overlap with the rest: it is named for other reasons, too. */
export function checkMembers({ roster }: Reading): readonly Complaint[] {
  const complaints: Complaint[] = [];
  for (const [pool, mentions] of roster.members) {
    if (mentions.length === 0) {
      complaints.push(complain('error', 'no-members', ['pools', pool, 'members'], 'it has no members'));
    }
    const seen = new Map<string, FilePath>();
    for (const { text, path, names } of mentions) {
      const twice: string[] = [];
      let other: FilePath = path;
      for (const name of names) {
        const before = text.startsWith('@') ? undefined : seen.get(name);
        if (before !== undefined) twice.push(name);
        other = before ?? other;
        if (!text.startsWith('@')) seen.set(name, path);
      }
      if (twice.length === 0) continue;
      const message = `${foldNames(twice)} ${twice.length === 1 ? 'is' : 'are'} named twice`;
      complaints.push(complain('error', 'member-twice', path, message, { other }));
    }
  }
  return complaints;
}

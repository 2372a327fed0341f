import type { Action, Confirmation, Step } from '../../core/step.ts';
import { folderOf, type OwnFile } from '../own-file.ts';
import { type FileChange, isGone, joinChanges, makeFolder } from '../posix/file-change.ts';
import { run } from './change-vips.ts';
import { contentDigest, type Intent } from './intent.ts';
import type { LinuxObserved } from './observed.ts';
import { sysctlPath } from './stacks/stack.ts';

/** The stack's files as the intent has them; files of ours from an earlier time that it does not have go away. */
export function changeBootFiles(intent: Intent, host: LinuxObserved): readonly Step[] {
  const wanted = intent.bootFiles.filter((file) => !isAsFound(file, host));
  const kept = new Set([sysctlPath, ...intent.bootFiles.map((file) => file.path)]);
  // Of both records: where a change was cut off, the one of its trial speaks already, and the files of the other are there.
  const known = [host.record, host.lastingRecord].flatMap((record) => [...(record?.files.keys() ?? [])]);
  const left = [...new Set(known)].filter((path) => !kept.has(path) && host.files.has(path));
  if (wanted.length === 0 && left.length === 0) return [];
  const change = joinChanges([writeFiles(wanted, host), ...left.map((path) => removeFile(path, host))]);
  const tell = (intent.stack.afterFiles ?? []).map(run);
  const names = [...wanted.map((file) => `~ ${file.path}`), ...left.map((path) => `- ${path}`)];
  return [
    {
      id: 'boot-files',
      title: `${names.join(', ')} (${intent.stack.title})`,
      reason:
        intent.vips.length === 0 ? 'nothing may bring the VIP back at boot' : 'the VIP comes back at boot',
      risk: 'none',
      trial: 'none',
      apply: [...change.apply, ...tell],
      confirm: change.confirm,
      undo: [...change.undo, ...tell],
      undone: change.undone,
    },
  ];
}

/** Writes files, and first the folders that they need. */
export function writeFiles(files: readonly OwnFile[], host: LinuxObserved): FileChange {
  const folders = new Set(files.map((file) => folderOf(file.path)).filter((path) => !host.folders.has(path)));
  return joinChanges([...[...folders].map(makeFolder), ...files.map((file) => writeFile(file, host))]);
}

/** Puts a file or link in place of whatever is there, and puts that back on undo. */
export function writeFile(file: OwnFile, host: LinuxObserved): FileChange {
  const write: Action =
    file.kind === 'link'
      ? { kind: 'link', path: file.path, target: file.target }
      : { kind: 'write', path: file.path, content: file.content, mode: file.mode };
  return {
    apply: [{ kind: 'save', path: file.path }, write],
    confirm: [holds(file.path, { kind: file.kind, content: contentDigest(file) })],
    undo: [{ kind: 'restore', path: file.path }],
    undone: [holdsAsBefore(file.path, host)],
  };
}

/** Removes a file or link, and puts it back on undo. */
export function removeFile(path: string, host: LinuxObserved): FileChange {
  return {
    apply: [
      { kind: 'save', path },
      { kind: 'remove', path },
    ],
    confirm: [isGone(path)],
    undo: [{ kind: 'restore', path }],
    undone: [holdsAsBefore(path, host)],
  };
}

/** True when content and mode are as they have to be. */
export function isAsFound(file: OwnFile, host: LinuxObserved): boolean {
  const found = host.files.get(file.path);
  if (found?.content !== contentDigest(file)) return false;
  return file.kind === 'link' || found.mode === file.mode;
}

function holdsAsBefore(path: string, host: LinuxObserved): Confirmation {
  const before = host.files.get(path);
  return before === undefined ? isGone(path) : holds(path, before);
}

function holds(
  path: string,
  wanted: { readonly kind: 'file' | 'link'; readonly content: string },
): Confirmation {
  return wanted.kind === 'link'
    ? { command: ['readlink', path], expect: { is: wanted.content } }
    : { command: ['sha256sum', path], expect: { contains: wanted.content } };
}

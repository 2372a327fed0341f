import type { Command } from '../../core/quoting.ts';
import type { Action, Confirmation, Step } from '../../core/step.ts';
import { folderOf, type OwnFile } from '../own-file.ts';
import { type FileChange, isGone, joinChanges, makeFolder } from '../posix/file-change.ts';
import { type Intent, isAsFound } from './intent.ts';
import type { FoundText, UnixObserved } from './observed.ts';
import type { BootSetting } from './system.ts';

/**
 * What brings the VIPs back at boot, as the intent has it; files of ours from an earlier time go away, and so do those
 * that a take-over ends.
 */
export function changeBoot(intent: Intent, host: UnixObserved): readonly Step[] {
  const files = intent.files.filter((file) => !isAsFound(file, host));
  const settings = intent.settings.filter((setting) => setting.found !== setting.wanted);
  const kept = new Set(intent.files.map((file) => file.path));
  const known = [host.record, host.lastingRecord].flatMap((record) => [...(record?.files.keys() ?? [])]);
  const left = [...new Set([...known, ...intent.ended])].filter(
    (path) => !kept.has(path) && host.files.has(path),
  );
  if (files.length + settings.length + left.length === 0) return [];
  const folders = new Set(files.map((file) => folderOf(file.path)).filter((path) => !host.folders.has(path)));
  const change = joinChanges([
    ...[...folders].map(makeFolder),
    ...files.map((file) => writeFile(file, host.files.get(file.path))),
    ...settings.map(changeSetting),
    ...left.map((path) => removeFile(path, host.files.get(path))),
  ]);
  const names = [
    ...files.map((file) => `~ ${file.path}`),
    ...settings.map((setting) => `~ ${setting.name}`),
    ...left.map((path) => `- ${path}`),
  ];
  return [
    {
      id: 'boot-files',
      title: `${names.join(', ')} (${intent.stack.title})`,
      reason:
        intent.vips.length === 0 ? 'nothing may bring the VIP back at boot' : 'the VIP comes back at boot',
      risk: 'none',
      trial: 'none',
      ...change,
    },
  ];
}

/** Puts a file or link in place of whatever is there, and puts that back on undo. */
export function writeFile(file: OwnFile, before: FoundText | undefined): FileChange {
  const mode =
    file.kind === 'file' && file.shared === true && before?.kind === 'file' ? before.mode : undefined;
  const write: Action =
    file.kind === 'link'
      ? { kind: 'link', path: file.path, target: file.target }
      : { kind: 'write', path: file.path, content: file.content, mode: mode ?? file.mode };
  return {
    apply: [{ kind: 'save', path: file.path }, write],
    confirm: [holds(file.path, file.kind === 'link' ? file : { ...file, mode: mode ?? file.mode })],
    undo: [{ kind: 'restore', path: file.path }],
    undone: [before === undefined ? isGone(file.path) : holds(file.path, before)],
  };
}

function removeFile(path: string, before: FoundText | undefined): FileChange {
  return {
    apply: [
      { kind: 'save', path },
      { kind: 'remove', path },
    ],
    confirm: [isGone(path)],
    undo: [{ kind: 'restore', path }],
    undone: before === undefined ? [] : [holds(path, before)],
  };
}

function changeSetting(setting: BootSetting): FileChange {
  return {
    apply: [{ kind: 'run', command: setting.apply }],
    confirm: [{ command: setting.read, expect: { is: setting.wanted } }],
    undo: [{ kind: 'run', command: setting.undo }],
    undone: [{ command: setting.read, expect: { is: setting.found } }],
  };
}

/** By the text itself: not every system has a program that makes a digest. */
export function holds(path: string, wanted: FoundText): Confirmation {
  if (wanted.kind === 'link')
    return { command: ['ls', '-ld', path], expect: { contains: ` -> ${wanted.target} ` } };
  return { command: showText(path), expect: { is: `${wanted.content}.` } };
}

/** With a dot at the end, so that the line ends before it count. */
function showText(path: string): Command {
  return ['sh', '-c', 'cat "$1" && echo .', 'sh', path];
}

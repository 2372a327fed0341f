import type { Confirmation, Step } from '../../core/step.ts';

/** The parts of a step that change files. */
export type FileChange = Pick<Step, 'apply' | 'confirm' | 'undo' | 'undone'>;

/** Several changes as the parts of one step; undo runs the other way round. */
export function joinChanges(changes: readonly FileChange[]): FileChange {
  return {
    apply: changes.flatMap((change) => change.apply),
    confirm: changes.flatMap((change) => change.confirm),
    undo: changes.toReversed().flatMap((change) => change.undo),
    undone: changes.flatMap((change) => change.undone),
  };
}

/** A folder that is not there; gone again on undo when nothing else has come into it. */
export function makeFolder(path: string): FileChange {
  return {
    apply: [{ kind: 'folder', path, mode: 0o755 }],
    confirm: [],
    undo: [{ kind: 'remove', path }],
    undone: [],
  };
}

export function isGone(path: string): Confirmation {
  return {
    command: ['sh', '-c', '[ -e "$1" ] || [ -L "$1" ] || echo gone', 'sh', path],
    expect: { is: 'gone' },
  };
}

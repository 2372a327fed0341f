import type { NamedDeed } from '../../../../src/platforms/trial.ts';
import type { ModelHost } from './model-host.ts';
import { holds, play, type Saved } from './model-shell.ts';

/** What goes wrong in a run: each names a step by its number, modulo the number of steps. */
export type Fault =
  | { readonly kind: 'none' }
  /** One action of the step has no effect. */
  | { readonly kind: 'action-fails'; readonly step: number; readonly action: number }
  /** The script is killed after the step, so nothing is undone. */
  | { readonly kind: 'cut-off'; readonly step: number }
  /** The step is done, and its confirmation says no all the same. */
  | { readonly kind: 'confirm-fails'; readonly step: number }
  /** As confirm-fails; then undoing another step has no effect. */
  | { readonly kind: 'undo-fails'; readonly step: number; readonly undo: number };

/**
 * Carries out steps as the change script does: each confirmed, the failed one undone and those before it in reverse, until
 * one is not undone. `watch` is called after every action. True when all were done.
 */
export function carryOut(
  steps: readonly NamedDeed[],
  host: ModelHost,
  fault: Fault,
  watch: (where: string) => void,
): boolean {
  const saved: Saved = new Map();
  const failing = fault.kind === 'none' ? -1 : fault.step % steps.length;
  for (const [number, step] of steps.entries()) {
    for (const [index, action] of step.apply.entries()) {
      const fails = fault.kind === 'action-fails' && number === failing && index === fault.action;
      if (!fails) play(action, host, saved);
      watch(`apply ${step.id}, action ${index}`);
      // Without a copy of what was there, the script goes no further in this step.
      if (fails && action.kind === 'save') break;
    }
    if (number === failing && fault.kind === 'cut-off') return false;
    const denied = number === failing && fault.kind !== 'action-fails';
    if (!denied && step.confirm.every((confirmation) => holds(confirmation, host))) continue;
    undoFrom(steps.slice(0, number + 1), host, saved, fault, watch);
    return false;
  }
  return true;
}

function undoFrom(
  done: readonly NamedDeed[],
  host: ModelHost,
  saved: Saved,
  fault: Fault,
  watch: (where: string) => void,
): void {
  const stuck = fault.kind === 'undo-fails' ? fault.undo % done.length : -1;
  for (const [number, step] of [...done.entries()].reverse()) {
    step.undo.forEach((action, index) => {
      if (number !== stuck) play(action, host, saved);
      watch(`undo ${step.id}, action ${index}`);
    });
    if (!step.undone.every((confirmation) => holds(confirmation, host))) return;
  }
}

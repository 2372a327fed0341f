import { parseDuration } from '../core/duration.ts';
import type { Hook, Hooks, Rollout } from '../core/rollout.ts';
import type { Hook as WrittenHook, Rollout as WrittenRollout } from './rollout-schema.ts';

/** What holds where the inventory says nothing: a canary, a tenth, the rest; and no failure is accepted. */
export const usualRollout: Rollout = {
  batches: [1, '10%', '100%'],
  maxFail: 0,
  maxFailInBatch: undefined,
  keepInService: undefined,
  spread: 'none',
  order: 'inventory',
  pause: 0,
  deadman: 'auto',
  onFailure: 'stop',
  hooks: {},
};

const usualHookTime = 30_000;

/** A rollout with what the inventory leaves out filled in. */
export function settleRollout(written: WrittenRollout = {}): Rollout {
  const { deadman } = written;
  return Object.freeze({
    batches: written.batches ?? usualRollout.batches,
    maxFail: written.maxFail ?? usualRollout.maxFail,
    maxFailInBatch: written.maxFailInBatch,
    keepInService: written.keepInService,
    spread: written.spread ?? usualRollout.spread,
    order: written.order ?? usualRollout.order,
    pause: millisecondsOf(written.pause) ?? usualRollout.pause,
    deadman: deadman === 'none' ? deadman : (millisecondsOf(deadman) ?? usualRollout.deadman),
    onFailure: written.onFailure ?? usualRollout.onFailure,
    hooks: settleHooks(written.hooks ?? {}),
  });
}

function settleHooks(written: NonNullable<WrittenRollout['hooks']>): Hooks {
  const { drain, undrain, inService, before, after, beforeBatch, afterBatch } = written;
  return {
    ...(drain && { drain: settleHook(drain) }),
    ...(undrain && { undrain: settleHook(undrain) }),
    ...(inService && { inService: settleHook(inService) }),
    ...(before && { before: settleHook(before) }),
    ...(after && { after: settleHook(after) }),
    ...(beforeBatch && { beforeBatch: settleHook(beforeBatch) }),
    ...(afterBatch && { afterBatch: settleHook(afterBatch) }),
  };
}

function settleHook({ on, run, timeout }: WrittenHook): Hook {
  return { on, run, timeout: millisecondsOf(timeout) ?? usualHookTime };
}

function millisecondsOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

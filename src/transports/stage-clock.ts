import { type Deadlines, deadlinePassed, type Stage } from '../core/deadline.ts';
import { interruptionOf } from '../core/interruption.ts';
import type { Problem } from '../core/problem.ts';
import { onInterruption } from './interruption.ts';
import { whenPast } from './ticker.ts';

/**
 * Watches over one piece of work that goes through stages. Each stage has its own limit, the operator may interrupt at
 * any time, and whatever goes wrong first is how the work ends.
 */
export interface StageClock {
  /** The stage that the work is in; undefined before the first. */
  readonly stage: Stage | undefined;
  /** Ends the stage before and starts the limit of this one. */
  enter(stage: Stage): void;
  /** Starts the limit of the present stage anew: something was heard. */
  heard(): void;
  /** No limit runs while the work waits for something that is not the host's doing. */
  pause(): void;
  /** Besides the limits of the stages, the work must end within the limit of the whole from now on. */
  limitWhole(): void;
  /** The work has failed; only the first call counts. */
  fail(problem: Problem): void;
  /** The work is done; nothing can fail any more. */
  stop(): void;
  /** Called when the work fails, to let go of what it holds. */
  onFailure(release: (problem: Problem) => void): void;
  /** The value, or whatever ends the work before it is there. */
  until<T>(value: Promise<T>): Promise<T>;
}

/** Told what a stage took, when it has ended well. */
export type StageObserver = (stage: Stage, milliseconds: number) => void;

export function startClock(deadlines: Deadlines, signal: AbortSignal, observe?: StageObserver): StageClock {
  const releases = new Set<(problem: Problem) => void>();
  let stage: Stage | undefined;
  let entered = 0;
  let stageEnds = Number.POSITIVE_INFINITY;
  let wholeEnds = Number.POSITIVE_INFINITY;
  let over = false;
  let failure: Problem | undefined;
  const forgetTicks = whenPast(check);
  const forgetSignal = onInterruption(signal, interrupt);

  function enter(next: Stage): void {
    if (over) return;
    leave();
    stage = next;
    entered = performance.now();
    stageEnds = entered + deadlines[next];
  }
  function leave(): void {
    if (stage !== undefined) observe?.(stage, performance.now() - entered);
  }
  function check(now: number): void {
    if (stage !== undefined && now >= stageEnds) fail(deadlinePassed(stage, deadlines[stage]));
    else if (now >= wholeEnds) fail(deadlinePassed('whole', deadlines.whole));
  }
  function interrupt(): void {
    fail(interruptionOf(signal));
  }
  function fail(problem: Problem): void {
    if (over) return;
    failure = problem;
    end();
    for (const release of releases) release(problem);
  }
  function end(): void {
    over = true;
    forgetTicks();
    forgetSignal();
  }

  if (signal.aborted) interrupt();
  return {
    get stage() {
      return stage;
    },
    enter,
    heard: () => {
      if (stage !== undefined) stageEnds = performance.now() + deadlines[stage];
    },
    pause: () => {
      stageEnds = Number.POSITIVE_INFINITY;
    },
    limitWhole: () => {
      wholeEnds = performance.now() + deadlines.whole;
    },
    fail,
    stop: () => {
      if (over) return;
      leave();
      end();
    },
    onFailure: (release) => {
      if (failure === undefined) releases.add(release);
      else release(failure);
    },
    until: (value) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) reject(failure);
        else releases.add(reject);
        // A value that is there is not held on to for as long as the clock runs.
        value.then(resolve, reject).finally(() => releases.delete(reject));
      }),
  };
}

import { type Deadlines, deadlinePassed, type Stage } from '../core/deadline.ts';
import { Problem } from '../core/problem.ts';

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
  /** The limit of a stage has passed that another timer watches over. */
  expire(stage: Stage): void;
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
  const releases: ((problem: Problem) => void)[] = [];
  let stage: Stage | undefined;
  let entered = 0;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let failure: Problem | undefined;

  function enter(next: Stage): void {
    if (over) return;
    leave();
    stage = next;
    entered = performance.now();
    clearTimeout(timer);
    timer = setTimeout(expire, deadlines[next], next);
  }
  function expire(passed: Stage): void {
    fail(deadlinePassed(passed, deadlines[passed]));
  }
  function leave(): void {
    if (stage !== undefined) observe?.(stage, performance.now() - entered);
  }
  function interrupt(): void {
    const reason: unknown = signal.reason;
    fail(reason instanceof Problem ? reason : new Problem('interrupted', 'interrupted by the operator'));
  }
  function fail(problem: Problem): void {
    if (over) return;
    failure = problem;
    end();
    for (const release of releases) release(problem);
  }
  function end(): void {
    over = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }

  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return {
    get stage() {
      return stage;
    },
    enter,
    heard: () => {
      if (!over) timer?.refresh();
    },
    pause: () => clearTimeout(timer),
    expire,
    fail,
    stop: () => {
      if (over) return;
      leave();
      end();
    },
    onFailure: (release) => {
      if (failure === undefined) releases.push(release);
      else release(failure);
    },
    until: (value) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) reject(failure);
        else releases.push(reject);
        value.then(resolve, reject);
      }),
  };
}

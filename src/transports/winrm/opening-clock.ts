import type { StageClock } from '../stage-clock.ts';

/** A clock that stands for another one while something is opened. */
export interface OpeningClock extends StageClock {
  /** What was opened is open: from now on it neither fails the clock nor is let go of when the clock fails. */
  opened(): void;
}

export function openingClock(clock: StageClock): OpeningClock {
  let isOpen = false;
  return {
    get stage() {
      return clock.stage;
    },
    enter: clock.enter,
    heard: clock.heard,
    pause: clock.pause,
    limitWhole: clock.limitWhole,
    stop: clock.stop,
    until: clock.until,
    fail: (problem) => {
      if (!isOpen) clock.fail(problem);
    },
    onFailure: (release) =>
      clock.onFailure((problem) => {
        if (!isOpen) release(problem);
      }),
    opened: () => {
      isOpen = true;
    },
  };
}

import { interruptionOf } from './interruption.ts';
import { Problem } from './problem.ts';

/** The stages of a session that each have a time limit of their own. */
export const stages = [
  'dns',
  'tcp',
  'banner',
  'keyExchange',
  'authentication',
  'become',
  'channel',
  'firstByte',
  'idle',
  'whole',
] as const;

export type Stage = (typeof stages)[number];

/** Time limits in milliseconds. */
export type Deadlines = Readonly<Record<Stage, number>>;

export const usualDeadlines: Deadlines = {
  dns: 5_000,
  tcp: 10_000,
  banner: 10_000,
  keyExchange: 15_000,
  authentication: 20_000,
  become: 15_000,
  channel: 10_000,
  firstByte: 30_000,
  idle: 60_000,
  whole: 300_000,
};

/** The deadlines of a script that may be silent for as long as it may take; undefined leaves them as they are. */
export function allowSilence(deadlines: Deadlines, limit: number | undefined): Deadlines {
  return limit === undefined ? deadlines : { ...deadlines, firstByte: limit, idle: limit, whole: limit };
}

const stageTitles: Readonly<Record<Stage, string>> = {
  dns: 'the name was not resolved',
  tcp: 'the port did not answer',
  banner: 'the server did not say who it is',
  keyExchange: 'the key exchange did not end',
  authentication: 'the login was not answered',
  become: 'becoming root was not answered',
  channel: 'no channel was opened',
  firstByte: 'the command gave no output',
  idle: 'the command fell silent',
  whole: 'the command did not end',
};

/** The problem of a stage whose time has passed; it names the stage, so the cure can be looked for in the right place. */
export function deadlinePassed(stage: Stage, limit: number): Problem {
  return new Problem(
    'deadline-passed',
    `${stageTitles[stage]} within ${seconds(limit)} (deadline: ${stage})`,
    {
      retryable: true,
    },
  );
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/**
 * Waits for `work` at most `limit` milliseconds. The work itself is not stopped: it must watch the signal or be
 * destroyed by the caller.
 * @throws Problem 'deadline-passed', or 'interrupted' when the signal is aborted first
 */
export async function within<T>(
  stage: Stage,
  limit: number,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw interruptionOf(signal);
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const ends = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(deadlinePassed(stage, limit)), limit);
    onAbort = () => reject(interruptionOf(signal));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ends]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  }
}

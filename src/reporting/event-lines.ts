import type { Listener, RunEvent } from '../core/event.ts';

/** One line for each event, with time, host and what happened: what a pipe or a log gets. */
export function eventLines(write: (text: string) => void, now: () => Date): Listener {
  return (event) => {
    const text = describeEvent(event);
    if (text !== undefined) write(`${now().toISOString().slice(11, 19)}  ${text}\n`);
  };
}

function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'run-started':
      return `${event.verb}: ${event.hosts.length} hosts, run ${event.run}`;
    case 'host-contacted':
      return undefined;
    case 'host-probed':
      return `${event.host}  read ${event.moment === 'after' ? 'back' : `(${event.title})`}`;
    case 'change-sent':
      return `${event.host}  changing: ${event.steps.join(', ')}`;
    case 'step-ended':
      return `${event.host}  ${event.step} ${event.end}`;
    case 'host-ended':
      return `${event.host}  ${event.outcome}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'run-ended':
      return undefined;
  }
}

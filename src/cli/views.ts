import type { Listener } from '../core/event.ts';
import { eventLines } from '../reporting/event-lines.ts';
import { isSet } from './arguments.ts';
import type { Arguments, Surroundings } from './command.ts';

/** How a run is shown while it runs. */
export interface View {
  readonly listener: Listener;
  /** Takes whatever is redrawn off the screen before something else is written. */
  clear(): void;
  end(): Promise<void>;
}

const nothing: View = { listener: () => undefined, clear: () => undefined, end: () => Promise.resolve() };

/** Redrawn in place on a terminal; a line for each event in a pipe or with -v; nothing with -q. */
export async function openView(args: Arguments, { stderr, environment }: Surroundings): Promise<View> {
  if (isSet(args, 'quiet')) return nothing;
  if (stderr.isTTY && !isSet(args, 'verbose') && environment['TERM'] !== 'dumb') {
    const { openLiveView } = await import('../reporting/live-view.ts');
    const live = openLiveView(stderr);
    return { listener: live.note, clear: live.clear, end: live.end };
  }
  const listener = eventLines(
    (text) => stderr.write(text),
    () => new Date(),
  );
  return { ...nothing, listener };
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted, until the returned function is called. The hundreds of sessions of a run
 * share one listener of the signal: its own list warns from the eleventh on, and gets slower with each.
 */
export function onInterruption(signal: AbortSignal, interrupt: () => void): () => void {
  const waiting = listeners.get(signal) ?? listenTo(signal);
  waiting.add(interrupt);
  return () => waiting.delete(interrupt);
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const waiting = new Set<() => void>();
  listeners.set(signal, waiting);
  signal.addEventListener('abort', () => {
    for (const interrupt of waiting) interrupt();
  });
  return waiting;
}

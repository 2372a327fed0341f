/** How late, in milliseconds, a passed deadline may be noticed. */
const tick = 50;

const checks = new Set<(now: number) => void>();
let timer: NodeJS.Timeout | undefined;

/**
 * Calls back several times a second with the present of `performance.now()`, until the returned function is called.
 * A session passes through ten stages within milliseconds; one timer for all of them is far cheaper than one for each.
 */
export function whenPast(check: (now: number) => void): () => void {
  checks.add(check);
  timer ??= setInterval(tellAll, tick);
  return () => {
    checks.delete(check);
    if (checks.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tellAll(): void {
  const now = performance.now();
  for (const check of checks) check(now);
}

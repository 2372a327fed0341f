import { Problem } from '../../core/problem.ts';

/** Whoever cannot open a message does not know what was answered. */
export function brokenSeal(): Problem {
  return new Problem('answer-unreadable', 'the seal of an answer is broken', {
    wayOut: 'something between here and the host changes messages: look for a proxy, or use https',
  });
}

import { readChangeAnswer } from '../change-answer.ts';
import type { Platform } from '../platform.ts';
import { compileChange, compileConfirm } from '../posix/change-script.ts';
import { compileDismiss, compileRecall } from '../posix/recall-script.ts';
import { readHostMemory } from '../read-recall.ts';
import { unixChecks } from './checks.ts';
import { observeUnix } from './observe.ts';
import type { UnixObserved } from './observed.ts';
import { planUnix } from './plan.ts';
import { systemProbe, unixProbe } from './probe.ts';
import type { UnixSystem } from './system.ts';

/** A platform of what is known about one Unix. */
export function unixPlatform(system: UnixSystem): Platform<UnixObserved> {
  const { id, title, docs, kernel, evidence, place } = system;
  return {
    id,
    title,
    docs,
    kernel,
    evidence,
    language: 'shell',
    prelude: unixProbe,
    probe: (question) => systemProbe(system, question),
    observe: (output) => observeUnix(system, output),
    plan: (desired, host) => planUnix(desired, host, system),
    checks: (desired, host) => unixChecks(desired, host, system),
    compile: (steps, order) => compileChange(steps, order, place),
    compileConfirm: (steps, order) => compileConfirm(steps, order, place),
    readChange: readChangeAnswer,
    recall: () => compileRecall(place),
    readRecall: readHostMemory,
    dismiss: (run) => compileDismiss(run, place),
  };
}

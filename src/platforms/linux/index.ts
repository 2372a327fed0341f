import { readChangeAnswer } from '../change-answer.ts';
import type { Platform } from '../platform.ts';
import { compileChange, compileConfirm } from '../posix/change-script.ts';
import { compileDismiss, compileRecall } from '../posix/recall-script.ts';
import { readHostMemory } from '../read-recall.ts';
import { linuxChecks } from './checks.ts';
import { observeLinux } from './observe.ts';
import type { LinuxObserved } from './observed.ts';
import { linuxPlace } from './place.ts';
import { planLinux } from './plan.ts';
import { linuxProbe } from './probe.ts';
import { stackOf } from './stacks/index.ts';
import { linuxWitness } from './witness/index.ts';

/** Every Linux distribution: addresses and sysctls are the kernel's; what survives a boot is one file in stacks/. */
export const linux: Platform<LinuxObserved> = {
  id: 'linux',
  title: 'Linux',
  docs: [
    'https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html',
    'https://www.freedesktop.org/software/systemd/man/latest/sysctl.d.html',
  ],
  evidence: 'lab',
  evidenceFor: (host) => stackOf(host, undefined)?.evidence ?? 'lab',
  language: 'shell',
  kernel: 'Linux',
  probe: linuxProbe,
  observe: observeLinux,
  plan: planLinux,
  checks: linuxChecks,
  compile: (steps, order) => compileChange(steps, order, linuxPlace),
  compileConfirm: (steps, order) => compileConfirm(steps, order, linuxPlace),
  readChange: readChangeAnswer,
  recall: () => compileRecall(linuxPlace),
  readRecall: readHostMemory,
  dismiss: (run) => compileDismiss(run, linuxPlace),
  witness: linuxWitness,
};

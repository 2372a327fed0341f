import type { Platform } from '../platform.ts';
import { readChangeAnswer } from '../posix/change-answer.ts';
import { compileChange } from '../posix/change-script.ts';
import { linuxChecks } from './checks.ts';
import { observeLinux } from './observe.ts';
import type { LinuxObserved } from './observed.ts';
import { planLinux } from './plan.ts';
import { linuxProbe } from './probe.ts';
import { progressPath, recordFolder, recordPath } from './record.ts';
import { linuxWitness } from './witness/index.ts';

/** Every Linux distribution: addresses and sysctls are the kernel's; what survives a boot is one file in stacks/. */
export const linux: Platform<LinuxObserved> = {
  id: 'linux',
  title: 'Linux',
  docs: [
    'https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html',
    'https://www.freedesktop.org/software/systemd/man/latest/sysctl.d.html',
  ],
  kernel: 'Linux',
  probe: linuxProbe,
  observe: observeLinux,
  plan: planLinux,
  checks: linuxChecks,
  compile: (steps, order) =>
    compileChange(steps, order.run, { folder: recordFolder, record: recordPath, progress: progressPath }),
  compileConfirm: notYet,
  readChange: readChangeAnswer,
  recall: notYet,
  readRecall: notYet,
  dismiss: notYet,
  witness: linuxWitness,
};

function notYet(): never {
  throw new Error('the dead-man of this platform comes with the next commits');
}

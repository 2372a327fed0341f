import { readChangeAnswer } from '../change-answer.ts';
import type { Platform } from '../platform.ts';
import { readHostMemory } from '../read-recall.ts';
import { windowsChecks } from './checks.ts';
import { observeWindows } from './observe.ts';
import type { WindowsObserved } from './observed.ts';
import { planWindows } from './plan.ts';
import { windowsProbe } from './probe.ts';
import { adapterCommands } from './script/adapter/adapter-commands.ts';
import { compileChange, compileConfirm } from './script/change-script.ts';
import { compileDismiss, compileRecall } from './script/recall-script.ts';
import { changingStandIns } from './script/stand-ins/changing.ts';
import { missingCmdlets, readingStandIns } from './script/stand-ins/reading.ts';
import { stepCommands } from './step-commands.ts';

const commands = `${missingCmdlets}\n${readingStandIns}\n${changingStandIns}\n${adapterCommands}\n${stepCommands}`;

/** Windows Server 2012 R2 to 2025, Core too: one set of cmdlets, and PowerShell 4.0 or later. */
export const windows: Platform<WindowsObserved> = {
  id: 'windows',
  title: 'Windows Server',
  docs: [
    'https://learn.microsoft.com/powershell/module/nettcpip/set-netipinterface',
    'https://learn.microsoft.com/powershell/module/nettcpip/new-netipaddress',
    'https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-interface',
  ],
  evidence: 'simulation',
  language: 'powershell',
  kernel: 'Windows',
  probe: windowsProbe,
  observe: observeWindows,
  plan: planWindows,
  checks: windowsChecks,
  compile: (steps, order) => compileChange(steps, order, commands),
  compileConfirm: (steps, order) => compileConfirm(steps, order, commands),
  readChange: readChangeAnswer,
  recall: compileRecall,
  readRecall: readHostMemory,
  dismiss: compileDismiss,
};

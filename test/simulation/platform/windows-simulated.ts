import type { Check } from '../../../src/core/check.ts';
import type { Desired, Observed, Platform, ProbeOutput } from '../../../src/platforms/platform.ts';
import { isComplete } from '../../../src/platforms/probe-output.ts';
import { intendWindows, planWindows } from './plan-windows.ts';
import { check, readMemory, readSimulatedChange, render } from './simulated.ts';
import { probeMarks, type SimWindowsObserved, type SimWindowsState, windowsKernel } from './words.ts';

/** The operating system of a simulated host that has the ways of Windows. */
export const simulatedWindows: Platform<SimWindowsObserved> = {
  id: 'simulated-windows',
  title: 'simulated Windows',
  docs: [],
  evidence: 'simulation',
  language: 'powershell',
  kernel: windowsKernel,
  probe: () => `${probeMarks[windowsKernel]}\n`,
  observe: observeWindows,
  plan: planWindows,
  checks: checkWindows,
  compile: (steps, order) => render({ does: 'change', steps, order }),
  compileConfirm: (steps, order) => render({ does: 'confirm', steps, order }),
  readChange: readSimulatedChange,
  recall: () => render({ does: 'recall' }),
  readRecall: readMemory,
  dismiss: (run) => render({ does: 'dismiss', run }),
};

const nothing: SimWindowsState = {
  vips: { now: [], boot: [] },
  weak: { now: false, boot: false },
  adapter: false,
  lastingRecord: undefined,
  trialRecord: undefined,
  mayCut: false,
  clients: [],
};

function observeWindows(output: ProbeOutput): SimWindowsObserved {
  const text = output.get('state');
  const read = text === undefined ? undefined : (JSON.parse(text) as Observed & SimWindowsState);
  const unread: Observed = {
    platform: 'simulated-windows',
    title: 'simulated Windows',
    complete: isComplete(output),
    hostname: '',
    nics: [],
    addresses: [],
    moment: { session: undefined, connections: [], listeners: [], routes: [] },
  };
  return { ...unread, ...nothing, ...read, record: read?.trialRecord ?? read?.lastingRecord };
}

function checkWindows(desired: Desired, host: SimWindowsObserved): readonly Check[] {
  const ours = host.record?.vips ?? [];
  const isThere = (vip: string): boolean => host.vips.now.includes(vip) || host.vips.boot.includes(vip);
  const { vips } = intendWindows(desired, host);
  return [
    ...desired.absent.map(({ address }) =>
      check('vip-gone', !(ours.includes(address) && isThere(address)), 'wrong'),
    ),
    ...desired.present.flatMap(({ address }) => [
      check('vip-now', host.vips.now.includes(address), 'absent'),
      check('vip-boot', host.vips.boot.includes(address), 'absent'),
      check('made-by-vipfarm', ours.includes(address), 'notice'),
    ]),
    ...(vips.length > 0
      ? [check('weak-now', host.weak.now, 'wrong'), check('weak-boot', host.weak.boot, 'wrong')]
      : []),
  ];
}

import type { Check, CheckVerdict } from '../../../src/core/check.ts';
import type { HostMemory } from '../../../src/platforms/host-memory.ts';
import type {
  ChangeAnswer,
  Desired,
  Observed,
  Platform,
  ProbeOutput,
} from '../../../src/platforms/platform.ts';
import { isComplete } from '../../../src/platforms/probe-output.ts';
import { intend, planSimulated } from './plan-simulated.ts';
import {
  linuxKernel,
  probeMarks,
  readLines,
  type SimObserved,
  type SimScript,
  type SimState,
} from './words.ts';

/** The operating system of a simulated host that has the ways of Linux. Its scripts are JSON texts, which the host carries out over virtual time. */
export const simulated: Platform<SimObserved> = {
  id: 'simulated',
  title: 'simulated',
  docs: [],
  evidence: 'simulation',
  language: 'shell',
  kernel: linuxKernel,
  probe: () => `${probeMarks[linuxKernel]}\n`,
  observe: observeSimulated,
  plan: planSimulated,
  checks: checkSimulated,
  compile: (steps, order) => render({ does: 'change', steps, order }),
  compileConfirm: (steps, order) => render({ does: 'confirm', steps, order }),
  readChange: readSimulatedChange,
  recall: () => render({ does: 'recall' }),
  readRecall: readMemory,
  dismiss: (run) => render({ does: 'dismiss', run }),
};

export function render(script: SimScript): string {
  return JSON.stringify(script);
}

const nothing: SimState = {
  vips: { now: [], boot: [] },
  silent: { now: false, boot: false },
  lastingRecord: undefined,
  trialRecord: undefined,
  mayCut: false,
  clients: [],
};

function observeSimulated(output: ProbeOutput): SimObserved {
  const text = output.get('state');
  const read = text === undefined ? undefined : (JSON.parse(text) as Observed & SimState);
  const unread: Observed = {
    platform: 'simulated',
    title: 'simulated',
    complete: isComplete(output),
    hostname: '',
    nics: [],
    addresses: [],
    moment: { session: undefined, connections: [], listeners: [], routes: [] },
  };
  return { ...unread, ...nothing, ...read, record: read?.trialRecord ?? read?.lastingRecord };
}

function checkSimulated(desired: Desired, host: SimObserved): readonly Check[] {
  const ours = host.record?.vips ?? [];
  const { silent } = intend(desired, host);
  return [
    ...desired.absent.map(({ address }) =>
      check('vip-gone', !(ours.includes(address) && host.vips.now.includes(address)), 'wrong'),
    ),
    ...desired.present.flatMap(({ address }) => [
      check('vip-now', host.vips.now.includes(address), 'absent'),
      check('vip-boot', host.vips.boot.includes(address), 'absent'),
      check('made-by-vipfarm', ours.includes(address), 'notice'),
    ]),
    ...(silent
      ? [check('arp-now', host.silent.now, 'wrong'), check('arp-boot', host.silent.boot, 'wrong')]
      : []),
  ];
}

export function check(id: string, isOk: boolean, otherwise: CheckVerdict): Check {
  const found = isOk ? 'as expected' : `${id} is not as expected`;
  return {
    id,
    title: id,
    expected: 'as the pool asks',
    found,
    verdict: isOk ? 'ok' : otherwise,
    evidence: [],
  };
}

export function readSimulatedChange(output: string): ChangeAnswer {
  const lines = readLines(output);
  return {
    complete: lines.some(({ said }) => said === 'end'),
    refused: lines.flatMap((line) => (line.said === 'refused' ? [line.refusal] : []))[0],
    armed: lines.flatMap((line) => (line.said === 'armed' ? [line.armed] : []))[0],
    ends: lines.flatMap((line) => (line.said === 'step' ? [line] : [])),
  };
}

export function readMemory(output: string): HostMemory {
  try {
    return JSON.parse(output) as HostMemory;
  } catch {
    return { complete: false, change: undefined, fence: undefined };
  }
}

import type { ChangeOrder } from '../../../src/core/change-order.ts';
import type { StepEnd } from '../../../src/core/event.ts';
import type { Deed, Step } from '../../../src/core/step.ts';
import type { ArmedDeadman, HostRefusal, Observed } from '../../../src/platforms/platform.ts';

/** Everything that is sent to a simulated host: JSON texts. */
export type SimScript =
  | { readonly does: 'probe'; readonly kernel: string }
  | { readonly does: 'change'; readonly steps: readonly Step[]; readonly order: ChangeOrder }
  | { readonly does: 'confirm'; readonly steps: readonly Step[]; readonly order: ChangeOrder }
  | { readonly does: 'recall' }
  | { readonly does: 'dismiss'; readonly run: string };

/** A line of what a change script prints. */
export type SimLine =
  | { readonly said: 'refused'; readonly refusal: HostRefusal }
  | { readonly said: 'step'; readonly step: string; readonly end: StepEnd; readonly output: string }
  | { readonly said: 'armed'; readonly armed: ArmedDeadman }
  | { readonly said: 'end' };

export interface NamedDeed extends Deed {
  readonly id: string;
}

/** What is so now, and what will be after a boot. */
export type Where = 'now' | 'boot';

/** What a host remembers of how it was before the first VIP came. */
export interface SimRecord {
  readonly vips: readonly string[];
  readonly prior: Readonly<Record<Where, boolean>>;
}

/** The managed part of a host, as the probe prints it. */
export interface SimState extends SimPart {
  /** Whether no NIC answers ARP for an address of the loopback. */
  readonly silent: Readonly<Record<Where, boolean>>;
}

/** The same on Windows: there weak host lets packets for a VIP in, and an adapter of our own bears it. */
export interface SimWindowsState extends SimPart {
  readonly weak: Readonly<Record<Where, boolean>>;
  readonly adapter: boolean;
}

interface SimPart {
  /** Addresses of VIPs. */
  readonly vips: Readonly<Record<Where, readonly string[]>>;
  /** What a boot leaves. */
  readonly lastingRecord: SimRecord | undefined;
  /** Of a change on trial: it speaks instead of the other, on Linux until a boot. */
  readonly trialRecord: SimRecord | undefined;
  /** The VIP is brought by a tool that cuts the management connection. */
  readonly mayCut: boolean;
  readonly clients: readonly string[];
}

export interface SimObserved extends Observed, SimState {
  /** What is ours. */
  readonly record: SimRecord | undefined;
}

export interface SimWindowsObserved extends Observed, SimWindowsState {
  /** What is ours. */
  readonly record: SimRecord | undefined;
}

export const linuxKernel = 'Simulated';
export const windowsKernel = 'SimulatedWindows';

/** Mark the script in the text that a probe travels in. */
export const probeMarks = {
  [linuxKernel]: '@@simulated shell probe',
  [windowsKernel]: '@@simulated powershell probe',
} as const;

export function readScript(text: string): SimScript {
  for (const [kernel, mark] of Object.entries(probeMarks)) {
    if (text.includes(mark)) return { does: 'probe', kernel };
  }
  return JSON.parse(text) as SimScript;
}

export function readLines(output: string): readonly SimLine[] {
  return output.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as SimLine];
    } catch {
      // Cut off in the middle.
      return [];
    }
  });
}

export function isIpv4(address: string): boolean {
  return !address.includes(':');
}

import type { Desired, HostDecision } from '../../../src/platforms/platform.ts';
import * as change from './change-windows.ts';
import { refusal } from './plan-simulated.ts';
import type { SimRecord, SimWindowsObserved } from './words.ts';

/** The order of src/platforms/windows/plan.ts: docs/simulation.md says what is simulated and what is not. */
export function planWindows(desired: Desired, host: SimWindowsObserved): HostDecision {
  const refused = refusal(desired, host);
  if (refused !== undefined) return refused;
  const intent = intendWindows(desired, host);
  const ours = host.record?.vips ?? [];
  const isThere = (vip: string): boolean => host.vips.now.includes(vip) || host.vips.boot.includes(vip);
  const leaving = desired.absent
    .map(({ address }) => address)
    .filter((vip) => ours.includes(vip) && isThere(vip));
  const arriving = intent.vips.filter(
    (vip) => !(host.vips.now.includes(vip) && host.vips.boot.includes(vip)),
  );
  const isEmpty = intent.vips.length === 0;
  const steps = [
    ...leaving.map((vip) => change.lower(vip, host)),
    ...change.remember(intent.record, host),
    ...(isEmpty ? [] : [...change.furnish(host), ...change.loosen(host)]),
    ...arriving.map((vip) => change.raise(vip, host)),
    ...(isEmpty ? [...change.tighten(host), ...change.unfurnish(host)] : []),
    ...change.keep(intent.record, host),
    ...change.forget(intent.record, host),
  ];
  return steps.length === 0 ? { kind: 'as-wanted', notices: [] } : { kind: 'change', steps, notices: [] };
}

export interface WindowsIntent {
  readonly vips: readonly string[];
  readonly record: SimRecord | undefined;
}

export function intendWindows(desired: Desired, host: SimWindowsObserved): WindowsIntent {
  const absent = desired.absent.map(({ address }) => address);
  const before = host.record?.vips ?? [];
  const coming = desired.present.map(({ address }) => address).filter((vip) => !before.includes(vip));
  const vips = [...before, ...coming].filter((vip) => !absent.includes(vip));
  const prior = host.record?.prior ?? host.weak;
  return { vips, record: vips.length === 0 ? undefined : { vips, prior } };
}

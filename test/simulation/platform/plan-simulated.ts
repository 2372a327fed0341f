import type { Step } from '../../../src/core/step.ts';
import type { Desired, HostDecision } from '../../../src/platforms/platform.ts';
import * as change from './change-simulated.ts';
import { isIpv4, type SimObserved, type SimRecord } from './words.ts';

/** The same order and the same dangers as on a real host: docs/simulation.md says what is simulated and what is not. */
export function planSimulated(desired: Desired, host: SimObserved): HostDecision {
  const refused = refusal(desired, host);
  if (refused !== undefined) return refused;
  const intent = intend(desired, host);
  const known = [...(host.record?.vips ?? []), ...(host.lastingRecord?.vips ?? [])];
  const leaving = desired.absent.map(({ address }) => address).filter((vip) => known.includes(vip));
  const arriving = desired.present.map(({ address }) => address);
  const atBoot = {
    come: intent.vips.filter((vip) => !host.vips.boot.includes(vip)),
    go: leaving.filter((vip) => host.vips.boot.includes(vip)),
  };
  // Also where a removal that was cut off has got as far as its trial: the record that lasts still names what leaves.
  const shrinks =
    !arriving.some((vip) => !host.vips.now.includes(vip)) && known.some((vip) => !intent.vips.includes(vip));
  const record = change.remember(intent.record, host);
  const steps: Step[] = [
    ...leaving.filter((vip) => host.vips.now.includes(vip)).map((vip) => change.lower(vip, host)),
    ...(shrinks ? [] : record),
    ...(intent.silent ? change.silence(host, intent.vips) : []),
    ...change.bootVips(atBoot),
    ...(shrinks ? record : []),
    ...arriving.filter((vip) => !host.vips.now.includes(vip)).map((vip) => change.raise(vip, host)),
    ...(intent.silent ? [] : change.unsilence(host)),
    ...change.forget(intent.record, host),
  ];
  return steps.length === 0 ? { kind: 'as-wanted', notices: [] } : { kind: 'change', steps, notices: [] };
}

export interface SimIntent {
  readonly vips: readonly string[];
  readonly silent: boolean;
  readonly record: SimRecord | undefined;
}

export function intend(desired: Desired, host: SimObserved): SimIntent {
  const absent = desired.absent.map(({ address }) => address);
  const before = host.record?.vips ?? [];
  const coming = desired.present.map(({ address }) => address).filter((vip) => !before.includes(vip));
  const vips = [...before, ...coming].filter((vip) => !absent.includes(vip));
  const known = [...before, ...(host.lastingRecord?.vips ?? [])];
  const strangers = [...host.vips.now, ...host.vips.boot].filter((vip) => !known.includes(vip));
  const silent = [...vips, ...strangers].some(isIpv4) && (vips.some(isIpv4) || host.record !== undefined);
  const prior = host.record?.prior ?? host.silent;
  return { vips, silent, record: vips.length === 0 && !silent ? undefined : { vips, prior } };
}

export function refusal(
  desired: Desired,
  host: Pick<SimObserved, 'record' | 'vips' | 'clients'>,
): HostDecision | undefined {
  const ours = host.record?.vips ?? [];
  const foreign = desired.present.find(
    ({ address }) => host.vips.now.includes(address) && !ours.includes(address),
  );
  if (foreign !== undefined && !desired.adopt) {
    const reason = `${foreign.address} is there already, and vipfarm did not put it there`;
    return { kind: 'refused', reason, wayOut: 'use --adopt' };
  }
  const connected = desired.absent.some(({ address }) => host.clients.includes(address));
  if (!connected || desired.force) return undefined;
  return { kind: 'refused', reason: 'clients are connected to the VIP', wayOut: 'drain it, or use --force' };
}

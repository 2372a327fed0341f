import fc from 'fast-check';
import { type Vip, withPrefix } from '../../../../src/core/address.ts';
import { trialRecordPath } from '../../../../src/platforms/linux/place.ts';
import { planLinux } from '../../../../src/platforms/linux/plan.ts';
import { partsOfTrial } from '../../../../src/platforms/trial.ts';
import { desiring } from '../../desiring.ts';
import {
  type ModelFile,
  type ModelHost,
  modelGuest,
  modelNics,
  modelVips,
  modelWideVip,
} from './model-host.ts';
import { observeModel } from './model-observe.ts';
import { carryOut, type Fault } from './model-run.ts';
import { boot, setValue } from './model-shell.ts';

/** One run of vipfarm. */
export interface Run {
  readonly present: readonly Vip[];
  readonly absent: readonly Vip[];
  readonly others: readonly Vip[];
  readonly adopt: boolean;
  readonly fault: Fault;
  /** Whether it is on trial first. */
  readonly trial: boolean;
}

/** One thing that happens to a host. */
export type Deed =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'boot' }
  | { readonly kind: 'set'; readonly assignment: string }
  | { readonly kind: 'delete-file'; readonly number: number }
  | { readonly kind: 'by-hand'; readonly address: string; readonly present: boolean };

const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constant('action-fails' as const), step: fc.nat(9), action: fc.nat(3) }),
  fc.record({ kind: fc.constant('cut-off' as const), step: fc.nat(9) }),
  fc.record({ kind: fc.constant('confirm-fails' as const), step: fc.nat(9) }),
  fc.record({ kind: fc.constant('undo-fails' as const), step: fc.nat(9), undo: fc.nat(9) }),
);

export const runs: fc.Arbitrary<Run> = fc
  .record({
    verb: fc.constantFrom('apply', 'remove'),
    vips: fc.subarray([...modelVips], { minLength: 1 }),
    adopt: fc.boolean(),
    fault: faults,
    trial: fc.boolean(),
  })
  .map(({ verb, vips, ...how }) =>
    verb === 'apply'
      ? { present: vips, absent: [], others: rest(vips), ...how }
      : { present: [], absent: vips, others: rest(vips), ...how },
  );

/** The other VIPs are of other pools of the same inventory. */
function rest(vips: readonly Vip[]): readonly Vip[] {
  return modelVips.filter((vip) => !vips.includes(vip));
}

const settings = fc
  .record({
    name: fc.constantFrom('all', ...Object.keys(modelNics)),
    setting: fc.constantFrom('arp_ignore', 'arp_announce'),
    value: fc.constantFrom(0, 0, 1, 2, 3, 8),
  })
  .map(({ name, setting, value }) => ({ key: `net.ipv4.conf.${name}.${setting}`, value }));

export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('run' as const), run: runs }) },
  fc.constant({ kind: 'boot' } as const),
  settings.map(({ key, value }) => ({
    kind: 'set' as const,
    assignment: `${key.replaceAll('.', '/')}=${value}`,
  })),
  fc.record({ kind: fc.constant('delete-file' as const), number: fc.nat(9) }),
  fc.record({
    kind: fc.constant('by-hand' as const),
    address: fc.constantFrom(modelGuest, modelWideVip, ...modelVips.map(withPrefix)),
    present: fc.boolean(),
  }),
);

/** Hosts that vipfarm has never seen, with what a site may have set before and with guests on lo. */
export function freshHosts(stackIds: readonly string[]): fc.Arbitrary<ModelHost> {
  return fc
    .record({
      stack: fc.constantFrom(...stackIds),
      site: fc.array(settings, { maxLength: 2 }),
      guest: fc.boolean(),
      folders: fc.subarray(['/etc/sysctl.d', '/etc/network/interfaces.d', '/etc/systemd/network']),
    })
    .map(({ stack, site, guest, folders }) => {
      const files = new Map<string, ModelFile>();
      const own = new Set(folders);
      const lines = site.map(({ key, value }) => `${key} = ${value}\n`).join('');
      if (lines !== '') {
        files.set('/etc/sysctl.d/50-site.conf', { kind: 'file', content: lines, mode: 0o644 });
        own.add('/etc/sysctl.d');
      }
      if (stack === 'wicked' && !guest) {
        const content = 'STARTMODE=nfsroot';
        files.set('/etc/sysconfig/network/ifcfg-lo', { kind: 'file', content, mode: 0o600 });
        own.add('/etc/sysconfig/network');
      }
      const host: ModelHost = {
        stack,
        loopback: new Set(guest ? [modelGuest] : []),
        conf: new Map(['all', 'default', 'lo', ...Object.keys(modelNics)].map((name) => [name, zeros()])),
        files,
        folders: own,
      };
      boot(host);
      return host;
    });
}

function zeros(): { arp_ignore: number; arp_announce: number } {
  return { arp_ignore: 0, arp_announce: 0 };
}

export function perform(deed: Deed, host: ModelHost, arp: 'all' | 'nics'): void {
  switch (deed.kind) {
    case 'run': {
      const decision = planLinux(desiring({ ...deed.run, arp }), observeModel(host));
      if (decision.kind !== 'change') return;
      const { tried, lasting } = partsOfTrial(decision.steps);
      const parts = deed.run.trial ? [...tried, ...lasting] : decision.steps;
      if (carryOut(parts, host, deed.run.fault, () => {})) host.files.delete(trialRecordPath);
      return;
    }
    case 'boot':
      boot(host);
      return;
    case 'set':
      setValue(deed.assignment, host);
      return;
    case 'delete-file': {
      const path = [...host.files.keys()][deed.number];
      if (path !== undefined) host.files.delete(path);
      return;
    }
    case 'by-hand':
      if (deed.present) host.loopback.add(deed.address);
      else host.loopback.delete(deed.address);
  }
}

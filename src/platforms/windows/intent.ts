import { type Family, includesVip, type Vip } from '../../core/address.ts';
import type { Service } from '../../core/service.ts';
import type { Desired } from '../platform.ts';
import { type Bearer, bearerOf, type Where, whereIs } from './loopback.ts';
import type { InterfaceChange } from './network-commands.ts';
import { type InterfaceSettings, type IpInterface, ownRulePrefix, type WindowsObserved } from './observed.ts';
import { outersOf } from './outer.ts';
import type { PriorSetting, WindowsRecord } from './record.ts';

/** How the host has to be in the end: what plan works towards and checks compare with. */
export interface Intent {
  /** Every VIP of vipfarm that the host has in the end, of whatever pool. */
  readonly vips: readonly Vip[];
  readonly bearer: Bearer;
  /** Weak host settings that the VIPs need; none when there is no VIP. */
  readonly weak: readonly WeakHost[];
  readonly rules: readonly WantedRule[];
  /** What the host remembers in the end; undefined when nothing of ours is left. */
  readonly record: WindowsRecord | undefined;
}

/** Weak host settings of one interface in one family, in both stores. */
export interface WeakHost {
  readonly where: Where;
  readonly name: string;
  readonly family: Family;
  readonly wanted: InterfaceChange;
  /** Undefined for an interface that is still to be made. */
  readonly found: IpInterface | undefined;
}

export interface WantedRule {
  readonly name: string;
  readonly service: Service;
  readonly vip: Vip;
}

export function intend(desired: Desired, host: WindowsObserved): Intent {
  const before = host.record?.vips ?? [];
  const vips = [...before, ...desired.present.filter((vip) => !includesVip(before, vip))].filter(
    (vip) => !includesVip(desired.absent, vip),
  );
  const bearer = bearerOf(desired, host);
  const weak = vips.length === 0 ? [] : weakHosts(vips, bearer, host);
  const rules = wantedRules(desired, vips);
  return { vips, bearer, weak, rules, record: recordOf(desired, vips, bearer, weak, rules, host) };
}

/** What is bound to an adapter and must not be reachable by a VIP: the client and the server of Windows file sharing. */
export const sharingComponents = ['ms_msclient', 'ms_server'] as const;

export const stores = ['ActiveStore', 'PersistentStore'] as const;

export function settingsIn(found: IpInterface, store: (typeof stores)[number]): InterfaceSettings {
  return store === 'ActiveStore' ? found.now : (found.atBoot ?? found.now);
}

export function familiesOf(vips: readonly Vip[]): readonly Family[] {
  return [...new Set(vips.map((vip) => vip.family))].toSorted((a, b) => a - b);
}

function weakHosts(vips: readonly Vip[], bearer: Bearer, host: WindowsObserved): readonly WeakHost[] {
  const outer = outersOf(vips, host).map((one): WeakHost => {
    const { index, family, name } = one;
    return {
      where: whereIs(one),
      name,
      family,
      wanted: { weakHostReceive: true },
      found: findInterface(index, family, host),
    };
  });
  const inner = familiesOf(vips).map((family): WeakHost => {
    const found =
      bearer.adapter === undefined ? undefined : findInterface(bearer.adapter.index, family, host);
    const wanted = { weakHostSend: true, weakHostReceive: true };
    return { where: bearer.where, name: bearer.name, family, wanted, found };
  });
  return [...outer, ...inner];
}

function findInterface(index: number, family: Family, host: WindowsObserved): IpInterface | undefined {
  return host.interfaces.find((one) => one.index === index && one.family === family);
}

/** A rule for each service and VIP, where the pool asks for it. */
function wantedRules(desired: Desired, vips: readonly Vip[]): readonly WantedRule[] {
  if (desired.firewall !== 'open') return [];
  const mine = desired.present.filter((vip) => includesVip(vips, vip));
  return mine.flatMap((vip) =>
    desired.services.map((service) => ({
      name: `${ownRulePrefix}${service.protocol}-${service.port}-${vip.address}`,
      service,
      vip,
    })),
  );
}

function recordOf(
  desired: Desired,
  vips: readonly Vip[],
  bearer: Bearer,
  weak: readonly WeakHost[],
  rules: readonly WantedRule[],
  host: WindowsObserved,
): WindowsRecord | undefined {
  if (vips.length === 0) return undefined;
  const adopted = bearer.ours ? undefined : bearer.adapter?.guid;
  const known = host.record?.prior ?? [];
  const fresh = [
    ...weak.flatMap((one) => priorWeakHost(one, bearer, host)),
    ...(bearer.ours ? [] : priorOfAdopted(bearer, host)),
  ];
  // Of a VIP whose rules are known now, those of services that it has no more are not kept.
  const settled = desired.firewall === 'open' ? desired.present : [];
  const kept = (host.record?.rules ?? []).filter(
    (name) => vips.some((vip) => isRuleOf(name, vip)) && !settled.some((vip) => isRuleOf(name, vip)),
  );
  return {
    vips,
    adopted,
    prior: [...known, ...fresh.filter((one) => !known.some((old) => isSameSetting(old, one)))],
    rules: [...new Set([...kept, ...rules.map((rule) => rule.name)])],
  };
}

function isRuleOf(name: string, vip: Vip): boolean {
  return name.endsWith(`-${vip.address}`);
}

/** Nothing is recorded of our own adapter: it goes as a whole. */
function priorWeakHost(
  { name, family, wanted, found }: WeakHost,
  bearer: Bearer,
  host: WindowsObserved,
): readonly PriorSetting[] {
  const adapter = host.adapters.find((one) => one.index === found?.index);
  if (found === undefined || adapter === undefined || (bearer.ours && name === bearer.name)) return [];
  return stores.flatMap((store) => {
    const settings = settingsIn(found, store);
    return (['weakHostSend', 'weakHostReceive'] as const)
      .filter((setting) => wanted[setting] !== undefined)
      .map((setting) => ({
        adapter: adapter.guid,
        family,
        setting,
        store,
        value: settings[setting] ? 'Enabled' : 'Disabled',
      }));
  });
}

function priorOfAdopted({ adapter }: Bearer, host: WindowsObserved): readonly PriorSetting[] {
  if (adapter === undefined) return [];
  const base = { adapter: adapter.guid, family: 4, store: 'PersistentStore' } as const;
  const dhcp = findInterface(adapter.index, 4, host)?.now.dhcp === true;
  const bindings = host.bindings.filter((one) => one.adapter === adapter.name && one.enabled);
  return [
    { ...base, setting: 'dhcp', value: dhcp ? 'Enabled' : 'Disabled' },
    { ...base, setting: 'registers', value: host.registering.has(adapter.index) ? 'True' : 'False' },
    ...sharingComponents.map((component) => ({
      ...base,
      setting: component,
      value: bindings.some((one) => one.component === component) ? 'True' : 'False',
    })),
  ];
}

function isSameSetting(one: PriorSetting, other: PriorSetting): boolean {
  return (
    one.adapter === other.adapter &&
    one.family === other.family &&
    one.setting === other.setting &&
    one.store === other.store
  );
}

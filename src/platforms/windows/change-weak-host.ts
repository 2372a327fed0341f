import type { Action, Confirmation, Deed, Step } from '../../core/step.ts';
import { type Intent, settingsIn, stores, type WeakHost } from './intent.ts';
import { nameOf, showCommand, type Where, whereIs } from './loopback.ts';
import type { InterfaceChange, NetworkCommands, Store } from './network-commands.ts';
import type { IpInterface, WindowsObserved } from './observed.ts';
import type { PriorSetting } from './record.ts';

/** Weak host as the VIPs need it, on the NIC that owns the real address and on the loopback; only what differs. */
export function loosen(intent: Intent, commands: NetworkCommands): readonly Step[] {
  return intent.weak.filter(differs).map((one) => weakHostStep(one, commands));
}

/** What no VIP needs any more, as it was before the first came. */
export function tighten(intent: Intent, host: WindowsObserved, commands: NetworkCommands): readonly Step[] {
  return unneeded(intent, host).map(({ found, restored }) => {
    const where = whereIs({ index: found.index, name: nameOf(found.index, host) });
    const back = persistentFirst.flatMap((store) => setStep(where, found, store, restored(store), commands));
    const words = stores.flatMap((store) => confirmStep(where, found, store, restored(store)));
    const undo = persistentFirst.flatMap((store) =>
      setStep(where, found, store, asFound(found, store, restored(store)), commands),
    );
    const undone = stores.flatMap((store) =>
      confirmStep(where, found, store, asFound(found, store, restored(store))),
    );
    return {
      id: `weak-host-back-ipv${found.family}-${found.index}`,
      title: `~ weak host settings of ${nameOf(found.index, host)} (IPv${found.family}) as they were before`,
      reason: 'no VIP is left that needs them',
      risk: 'none',
      trial: 'none',
      apply: back,
      confirm: words,
      undo,
      undone,
    } as const satisfies Step;
  });
}

/** Weak host of an interface as it is found, set and shown in both stores: for an adapter that has to be made again. */
export function weakHostAsFound(
  where: Where,
  found: IpInterface,
  commands: NetworkCommands,
): { readonly set: readonly Action[]; readonly shown: readonly Confirmation[] } {
  const both = { weakHostSend: true, weakHostReceive: true };
  return {
    set: persistentFirst.flatMap((store) =>
      setStep(where, found, store, asFound(found, store, both), commands),
    ),
    shown: stores.flatMap((store) => confirmStep(where, found, store, asFound(found, store, both))),
  };
}

/** netsh sets both stores when it sets the persistent one: where they are to differ, that comes first. */
const persistentFirst = stores.toReversed();

/** True when a store lacks what is wanted. */
export function differs({ wanted, found }: WeakHost): boolean {
  return found === undefined || stores.some((store) => lacking(wanted, found, store).length > 0);
}

/** The settings of this store that are not as wanted. */
export function lacking(wanted: InterfaceChange, found: IpInterface, store: Store): readonly string[] {
  const settings = store === 'ActiveStore' ? found.now : found.atBoot;
  return keys.filter((key) => wanted[key] !== undefined && settings?.[key] !== wanted[key]);
}

const keys = ['weakHostSend', 'weakHostReceive'] as const;

function weakHostStep(one: WeakHost, commands: NetworkCommands): Step {
  const { where, name, family, wanted, found } = one;
  const isNic = wanted.weakHostSend === undefined;
  return {
    id: `weak-host-ipv${family}-${found?.index ?? 'new'}`,
    title: `~ weak host ${isNic ? 'receive' : 'send and receive'} on ${name} (IPv${family})`,
    reason: isNic
      ? 'packets for the VIP come in by this interface, which does not own the address'
      : 'they are for this interface and come in, and answers leave, by another',
    risk: 'none',
    // Until it is confirmed, a boot alone takes it back.
    trial: setDeed(where, one, ['ActiveStore'], commands),
    ...setDeed(where, one, stores, commands),
  };
}

function setDeed(
  where: Where,
  { family, wanted, found }: WeakHost,
  into: readonly Store[],
  commands: NetworkCommands,
): Deed {
  function before(store: Store): InterfaceChange {
    if (found !== undefined) return asFound(found, store, wanted);
    return { ...(wanted.weakHostSend === undefined ? {} : { weakHostSend: false }), weakHostReceive: false };
  }
  const at = { family };
  return {
    apply: into.flatMap((store) => setStep(where, at, store, wanted, commands)),
    confirm: into.flatMap((store) => confirmStep(where, at, store, wanted)),
    undo: persistentFirst
      .filter((store) => into.includes(store))
      .flatMap((store) => setStep(where, at, store, before(store), commands)),
    undone: into.flatMap((store) => confirmStep(where, at, store, before(store))),
  };
}

function setStep(
  where: Where,
  { family }: Pick<IpInterface, 'family'>,
  store: Store,
  change: InterfaceChange,
  commands: NetworkCommands,
): readonly Action[] {
  return [{ kind: 'run', command: commands.setInterface(where, family, change, store) }];
}

function confirmStep(
  where: Where,
  { family }: Pick<IpInterface, 'family'>,
  store: Store,
  change: InterfaceChange,
): readonly Confirmation[] {
  const command = showCommand(
    'Show-VipInterface',
    where,
    '-AddressFamily',
    `IPv${family}`,
    '-PolicyStore',
    store,
  );
  return keys.flatMap((key) => {
    const value = change[key];
    if (value === undefined) return [];
    const word = key === 'weakHostSend' ? 'WeakHostSend' : 'WeakHostReceive';
    return [{ command, expect: { contains: `${word}=${value ? 'Enabled' : 'Disabled'} ` } }];
  });
}

/** The same settings with the values that they have. */
function asFound(found: IpInterface, store: Store, like: InterfaceChange): InterfaceChange {
  const settings = settingsIn(found, store);
  return {
    ...(like.weakHostSend === undefined ? {} : { weakHostSend: settings.weakHostSend }),
    ...(like.weakHostReceive === undefined ? {} : { weakHostReceive: settings.weakHostReceive }),
  };
}

interface Unneeded {
  readonly found: IpInterface;
  readonly restored: (store: Store) => InterfaceChange;
}

function unneeded(intent: Intent, host: WindowsObserved): readonly Unneeded[] {
  const prior = host.record?.prior ?? [];
  return host.interfaces.flatMap((found) => {
    const guid = host.adapters.find((one) => one.index === found.index)?.guid;
    const known = prior.filter((one) => one.adapter === guid && one.family === found.family);
    const needed = intent.weak.some((one) => one.found?.index === found.index && one.family === found.family);
    if (needed || guid === undefined) return [];
    const restored = (store: Store): InterfaceChange => priorChange(known, store);
    const changed = stores.some((store) =>
      keys.some((key) => {
        const value = restored(store)[key];
        return value !== undefined && settingsIn(found, store)[key] !== value;
      }),
    );
    return changed ? [{ found, restored }] : [];
  });
}

function priorChange(known: readonly PriorSetting[], store: Store): InterfaceChange {
  const values = new Map(known.filter((one) => one.store === store).map((one) => [one.setting, one.value]));
  const [send, receive] = keys.map((key) => values.get(key));
  return {
    ...(send === undefined ? {} : { weakHostSend: send === 'Enabled' }),
    ...(receive === undefined ? {} : { weakHostReceive: receive === 'Enabled' }),
  };
}

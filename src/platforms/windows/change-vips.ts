import { hostPrefix, type Vip, withPrefix } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { Action, Confirmation, Step } from '../../core/step.ts';
import type { Bearer, Where } from './loopback.ts';
import { nameOf, placesOf, showCommand, whereIs } from './loopback.ts';
import { type NetworkCommands, newAddress, type Store } from './network-commands.ts';
import type { AddressPlace, WindowsObserved } from './observed.ts';

/** True when a VIP runs, comes back at boot, and is never used as a source; on this adapter. */
export function isUp(vip: Vip, bearer: Bearer, host: WindowsObserved): boolean {
  const place = placesOf(vip, host).find((one) => one.index === bearer.adapter?.index);
  return place?.now?.skipAsSource === true && place.atBoot !== undefined && place.now.state !== 'Invalid';
}

/** Adds a VIP, alters one that may be a source, or replaces one that is there in part. */
export function raiseVip(vip: Vip, bearer: Bearer, host: WindowsObserved, commands: NetworkCommands): Step {
  const place = placesOf(vip, host).find((one) => one.index === bearer.adapter?.index);
  const { where } = bearer;
  const hidden = place === undefined ? undefined : hideVip(vip, place, bearer, commands);
  if (hidden !== undefined) return hidden;
  const undone = place === undefined ? [absent(where, vip)] : stands(where, vip, place);
  return {
    id: `vip-up-${vip.address}`,
    title: `${place === undefined ? '+' : '~'} ${withPrefix(vip)} on ${bearer.name}`,
    reason: place === undefined ? 'the pool asks for it, and it is not there' : reasonToReplace(place),
    risk: 'interrupts-traffic',
    // In both stores at once: to the persistent one alone nothing can be added later. The dead-man's task outlasts a boot.
    trial: 'all',
    apply: [
      ...(place === undefined ? [] : [takeAway(where, vip, place, commands)]),
      run(commands.addAddress(where, vip)),
    ],
    confirm: [isPreferred(where, vip)],
    undo: [
      run(commands.removeAddress(where, vip)),
      ...(place === undefined ? [] : putBack(where, vip, place)),
    ],
    undone,
  };
}

/** For a VIP that lacks nothing but SkipAsSource: clients stay connected. Undefined where that is not so, or not possible. */
function hideVip(
  vip: Vip,
  place: AddressPlace,
  { where, name }: Bearer,
  { setSkipAsSource }: NetworkCommands,
): Step | undefined {
  const { now, atBoot } = place;
  if (setSkipAsSource === undefined || now === undefined || atBoot === undefined) return undefined;
  if (now.state === 'Invalid' || now.skipAsSource) return undefined;
  return {
    id: `vip-up-${vip.address}`,
    title: `~ ${withPrefix(vip)} on ${name} is no source`,
    reason: reasonToReplace(place),
    risk: 'none',
    trial: 'all',
    apply: [run(setSkipAsSource(where, vip, true))],
    confirm: [isPreferred(where, vip)],
    undo: [
      run(setSkipAsSource(where, vip, false)),
      ...(atBoot.skipAsSource ? [run(setSkipAsSource(where, vip, true, 'PersistentStore'))] : []),
    ],
    undone: [
      ...stands(where, vip, place),
      {
        command: showAddress(where, vip),
        expect: { contains: `now /${hostPrefix(vip.family)} SkipAsSource=False ` },
      },
    ],
  };
}

export function lowerVip(
  vip: Vip,
  place: AddressPlace,
  host: WindowsObserved,
  commands: NetworkCommands,
): Step {
  const where = whereIs({ index: place.index, name: nameOf(place.index, host) });
  return {
    id: `vip-down-${vip.address}`,
    title: `- ${withPrefix(vip)} from ${nameOf(place.index, host)}`,
    reason: 'the VIP leaves before anything that it needs does',
    risk: host.moment.session === vip.address ? 'may-cut-access' : 'interrupts-traffic',
    trial: 'all',
    apply: [takeAway(where, vip, place, commands)],
    confirm: [absent(where, vip)],
    undo: putBack(where, vip, place),
    undone: stands(where, vip, place),
  };
}

export function run(command: readonly string[]): Action {
  return { kind: 'run', command };
}

function reasonToReplace({ now, atBoot }: AddressPlace): string {
  if (now === undefined) return 'it comes with the next boot only';
  if (atBoot === undefined) return 'it does not come back at boot';
  return 'connections that the host opens may use it as their source';
}

/** A removal from both stores finds nothing where only the persistent one has the address, so that is named. */
function takeAway(where: Where, vip: Vip, { now }: AddressPlace, commands: NetworkCommands): Action {
  return run(
    now === undefined ? removedFrom(where, vip, 'PersistentStore') : commands.removeAddress(where, vip),
  );
}

/**
 * As it was in each store. What a removal left in one of them goes first, because nothing can be added while it is there. And
 * nothing can be added to the persistent one alone, so a VIP that is not to run before the next boot is taken out again.
 */
function putBack(where: Where, vip: Vip, { now, atBoot }: AddressPlace): readonly Action[] {
  const skip = (now ?? atBoot)?.skipAsSource === true;
  return [
    run(['Remove-VipRest', ...where, '-IPAddress', vip.address]),
    run(newAddress(where, vip, skip, atBoot === undefined ? 'ActiveStore' : undefined)),
    ...(now === undefined ? [run(removedFrom(where, vip, 'ActiveStore'))] : []),
  ];
}

function removedFrom(where: Where, vip: Vip, store: Store): Command {
  return [
    'Remove-NetIPAddress',
    ...where,
    '-IPAddress',
    vip.address,
    '-PolicyStore',
    store,
    '-Confirm:$false',
  ];
}

function isPreferred(where: Where, vip: Vip): Confirmation {
  const prefix = hostPrefix(vip.family);
  return {
    command: showAddress(where, vip),
    expect: { is: `now /${prefix} SkipAsSource=True Preferred, at boot /${prefix}` },
  };
}

function absent(where: Where, vip: Vip): Confirmation {
  return { command: showAddress(where, vip), expect: { is: 'now absent, at boot absent' } };
}

/** There as it was, in each store. */
function stands(where: Where, vip: Vip, { now, atBoot }: AddressPlace): readonly Confirmation[] {
  const command = showAddress(where, vip);
  const prefix = hostPrefix(vip.family);
  return [
    { command, expect: { contains: now === undefined ? 'now absent,' : `now /${prefix} ` } },
    { command, expect: { contains: atBoot === undefined ? 'at boot absent ' : `at boot /${prefix} ` } },
  ];
}

function showAddress(where: Where, vip: Vip): readonly string[] {
  return showCommand('Show-VipAddress', where, '-IPAddress', vip.address);
}

import { type Vip, withPrefix } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import type { UnixObserved } from './observed.ts';
import type { LoopbackAlias } from './system.ts';

export function raiseVip(vip: Vip, alias: LoopbackAlias, host: UnixObserved): Step {
  return {
    id: `vip-up-${vip.address}`,
    title: `+ ${withPrefix(vip)} on ${host.loopback}`,
    reason: 'the pool asks for it, and it is not there',
    risk: 'interrupts-traffic',
    trial: 'all',
    apply: [{ kind: 'run', command: alias.add(vip, host) }],
    confirm: [isThere(vip, alias), ...isAlive(alias, host), ...(alias.afterAdding?.(vip, host) ?? [])],
    undo: [{ kind: 'run', command: alias.remove(vip, host) }],
    undone: [isAway(vip, alias), ...isAlive(alias, host)],
  };
}

export function lowerVip(vip: Vip, alias: LoopbackAlias, host: UnixObserved): Step {
  return {
    id: `vip-down-${vip.address}`,
    title: `- ${withPrefix(vip)} from ${host.loopback}`,
    reason: 'the VIP leaves before what brings it back does',
    risk: host.moment.session === vip.address ? 'may-cut-access' : 'interrupts-traffic',
    trial: 'all',
    apply: [{ kind: 'run', command: alias.remove(vip, host) }],
    confirm: [isAway(vip, alias), ...isAlive(alias, host)],
    undo: [{ kind: 'run', command: alias.add(vip, host) }],
    undone: [isThere(vip, alias), ...isAlive(alias, host)],
  };
}

function isThere(vip: Vip, alias: LoopbackAlias): Confirmation {
  return { command: squeezed(alias.list), expect: { contains: alias.shown(vip) } };
}

function isAway(vip: Vip, alias: LoopbackAlias): Confirmation {
  return { command: squeezed(alias.list), expect: { lacks: alias.shownAnyhow(vip) } };
}

/** 127.0.0.1 must survive whatever is done to the loopback. */
function isAlive(alias: LoopbackAlias, host: UnixObserved): readonly Confirmation[] {
  const there = host.addresses.some((one) => one.interface === host.loopback && one.address === '127.0.0.1');
  return there ? [{ command: squeezed(alias.list), expect: { contains: alias.alive } }] : [];
}

/** What a command prints, every run of white space turned to one blank: systems differ in tabs and ends of lines. */
function squeezed(command: Command): Command {
  return ['sh', '-c', 'set -f; vf_said=$("$@") && echo $vf_said', 'sh', ...command];
}

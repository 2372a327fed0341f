import { type Family, type Vip, withPrefix } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { Action, Confirmation, Step } from '../../core/step.ts';
import type { LinuxObserved } from './observed.ts';
import { addAddress, deleteAddress, type Stack } from './stacks/stack.ts';

export function raiseVip(vip: Vip, stack: Stack, host: LinuxObserved): Step {
  return {
    id: `vip-up-${vip.address}`,
    title: `+ ${withPrefix(vip)} on lo`,
    reason: 'the pool asks for it, and it is not there',
    risk: 'interrupts-traffic',
    trial: 'all',
    apply: [run(addAddress(vip, stack.label?.(vip)))],
    confirm: [onLoopback(vip), ...loopbackAlive(host)],
    undo: [run(deleteAddress(vip))],
    undone: [isNowhere(vip)],
  };
}

export function lowerVip(vip: Vip, stack: Stack, host: LinuxObserved): Step {
  return {
    id: `vip-down-${vip.address}`,
    title: `- ${withPrefix(vip)} from lo`,
    reason: 'the VIP leaves before anything that protects it does',
    risk: host.moment.session === vip.address ? 'may-cut-access' : 'interrupts-traffic',
    trial: 'all',
    apply: [run(deleteAddress(vip))],
    confirm: [isNowhere(vip), ...loopbackAlive(host)],
    undo: [run(addAddress(vip, stack.label?.(vip)))],
    undone: [onLoopback(vip)],
  };
}

export function run(command: Command): Action {
  return { kind: 'run', command };
}

function onLoopback(vip: Vip): Confirmation {
  return { command: listLoopback(vip.family), expect: { contains: addressWords(vip) } };
}

/** With no prefix, on no interface: what comes next may be that the host answers ARP again. */
function isNowhere({ address, family }: Vip): Confirmation {
  return {
    command: ['ip', '-o', `-${family}`, 'addr', 'show'],
    expect: { lacks: `${addressWord(family)} ${address}/` },
  };
}

/** 127.0.0.1 must survive whatever a stack's tool does to lo. */
function loopbackAlive(host: LinuxObserved): readonly Confirmation[] {
  const there = host.addresses.some((one) => one.interface === 'lo' && one.address === '127.0.0.1');
  return there ? [{ command: listLoopback(4), expect: { contains: 'inet 127.0.0.1/8 ' } }] : [];
}

function listLoopback(family: Family): Command {
  return ['ip', '-o', `-${family}`, 'addr', 'show', 'dev', 'lo'];
}

/** As iproute2 prints it, with the blank that ends the prefix. */
function addressWords(vip: Vip): string {
  return `${addressWord(vip.family)} ${withPrefix(vip)} `;
}

function addressWord(family: Family): string {
  return family === 4 ? 'inet' : 'inet6';
}

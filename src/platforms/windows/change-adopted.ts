import type { Command } from '../../core/quoting.ts';
import type { Step } from '../../core/step.ts';
import { bindingCommand, dhcpCommand, isBound, registerCommand, showBinding } from './change-adapter.ts';
import { run } from './change-vips.ts';
import { type Intent, sharingComponents } from './intent.ts';
import { isLoopback, showCommand, type Where, whereIs } from './loopback.ts';
import type { Adapter, WindowsObserved } from './observed.ts';

/** An adapter that was taken over gets back what it had, when no VIP needs it any more. */
export function restoreAdopted({ vips, bearer }: Intent, host: WindowsObserved): readonly Step[] {
  const adopted = host.adapters.find((one) => one.guid === host.record?.adopted);
  if (adopted === undefined || !isLoopback(adopted.index, host)) return [];
  if (vips.length > 0 && bearer.adapter?.guid === adopted.guid) return [];
  const back = switchesOf(adopted, host).filter((one) => one.wasOn && !one.isOn);
  if (back.length === 0) return [];
  return [
    {
      id: 'adapter-as-before',
      title: `~ ${adopted.name} as it was before it was taken over`,
      reason: 'no VIP of vipfarm is left on it',
      risk: 'none',
      trial: 'none',
      apply: back.map(({ on }) => run(on)),
      confirm: back.map(({ show, shows }) => ({ command: show, expect: { contains: shows[0] } })),
      undo: back.map(({ off }) => run(off)),
      undone: back.map(({ show, shows }) => ({ command: show, expect: { contains: shows[1] } })),
    },
  ];
}

/** Something of an adapter that vipfarm switches off. */
interface Switch {
  readonly wasOn: boolean;
  readonly isOn: boolean;
  readonly on: Command;
  readonly off: Command;
  readonly show: Command;
  /** What it shows when on, and when off. */
  readonly shows: readonly [on: string, off: string];
}

function switchesOf(adopted: Adapter, host: WindowsObserved): readonly Switch[] {
  const { index, name, guid } = adopted;
  const where: Where = whereIs(adopted);
  const prior = (host.record?.prior ?? []).filter((one) => one.adapter === guid);
  function wasOn(setting: string): boolean {
    return prior.some((one) => one.setting === setting && ['True', 'Enabled'].includes(one.value));
  }
  return [
    {
      wasOn: wasOn('dhcp'),
      isOn: host.interfaces.some((one) => one.index === index && one.family === 4 && one.now.dhcp),
      on: dhcpCommand(where, 'Enabled'),
      off: dhcpCommand(where, 'Disabled'),
      show: showCommand('Show-VipInterface', where, '-AddressFamily', 'IPv4', '-PolicyStore', 'ActiveStore'),
      shows: ['Dhcp=Enabled ', 'Dhcp=Disabled '],
    },
    {
      wasOn: wasOn('registers'),
      isOn: host.registering.has(index),
      on: registerCommand(where, true),
      off: registerCommand(where, false),
      show: showCommand('Show-VipRegistration', where),
      shows: ['True ', 'False '],
    },
    ...sharingComponents.map(
      (component): Switch => ({
        wasOn: wasOn(component),
        isOn: isBound(name, component, host),
        on: bindingCommand(name, component, true),
        off: bindingCommand(name, component, false),
        show: showBinding(name, component),
        shows: ['True ', 'False '],
      }),
    ),
  ];
}

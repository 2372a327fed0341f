import type { Command } from '../../core/quoting.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import {
  bindingCommand,
  bindingShown,
  dhcpCommand,
  dhcpShown,
  isBound,
  registerCommand,
  registrationShown,
} from './adapter-commands.ts';
import { run } from './change-vips.ts';
import { type Intent, sharingComponents } from './intent.ts';
import { isLoopback, isPresent, type Where, whereIs } from './loopback.ts';
import type { Adapter, WindowsObserved } from './observed.ts';

/** An adapter that was taken over gets back what it had, when no VIP needs it any more. */
export function restoreAdopted({ vips, bearer }: Intent, host: WindowsObserved): readonly Step[] {
  const adopted = host.adapters.find((one) => one.guid === host.record?.adopted);
  if (adopted === undefined || !isPresent(adopted) || !isLoopback(adopted.index, host)) return [];
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
      confirm: back.map(({ shownOn }) => shownOn),
      undo: back.map(({ off }) => run(off)),
      undone: back.map(({ shownOff }) => shownOff),
    },
  ];
}

/** Something of an adapter that vipfarm switches off. */
interface Switch {
  readonly wasOn: boolean;
  readonly isOn: boolean;
  readonly on: Command;
  readonly off: Command;
  readonly shownOn: Confirmation;
  readonly shownOff: Confirmation;
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
      shownOn: dhcpShown(where, 'Enabled'),
      shownOff: dhcpShown(where, 'Disabled'),
    },
    {
      wasOn: wasOn('registers'),
      isOn: host.registering.has(index),
      on: registerCommand(where, true),
      off: registerCommand(where, false),
      shownOn: registrationShown(where, true),
      shownOff: registrationShown(where, false),
    },
    ...sharingComponents.map(
      (component): Switch => ({
        wasOn: wasOn(component),
        isOn: isBound(name, component, host),
        on: bindingCommand(name, component, true),
        off: bindingCommand(name, component, false),
        shownOn: bindingShown(name, component, true),
        shownOff: bindingShown(name, component, false),
      }),
    ),
  ];
}

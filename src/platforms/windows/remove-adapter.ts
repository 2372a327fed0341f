import type { Command } from '../../core/quoting.ts';
import type { Confirmation, Step } from '../../core/step.ts';
import {
  bindingCommand,
  bindingShown,
  dhcpCommand,
  dhcpShown,
  loopbackCalled,
  metricCommands,
  registerCommand,
  registrationShown,
} from './adapter-commands.ts';
import { run } from './change-vips.ts';
import { weakHostAsFound } from './change-weak-host.ts';
import { type Intent, sharingComponents } from './intent.ts';
import { isBare, ownAdapter, ownName, strangersOnOwn, type Where } from './loopback.ts';
import { networkCommands } from './network-commands.ts';
import type { WindowsObserved } from './observed.ts';

/** Our own adapter goes with the last VIP, and everything that was set of it; not with what somebody else put there. */
export function removeAdapter({ vips }: Intent, host: WindowsObserved): readonly Step[] {
  const own = ownAdapter(host);
  if (vips.length > 0 || own === undefined || strangersOnOwn(host).length > 0) return [];
  const where: Where = ['-InterfaceAlias', ownName];
  const there = loopbackCalled(ownName);
  const weak = host.interfaces
    .filter((one) => one.index === own.index)
    .map((one) => weakHostAsFound(where, one, networkCommands(isBare(host) ? 'netsh' : 'cmdlets')));
  return [
    {
      id: 'adapter-away',
      title: `- loopback adapter ${own.name}`,
      reason: 'no VIP is left on it, and vipfarm made it',
      risk: 'none',
      trial: 'none',
      apply: [run(['Remove-VipAdapter'])],
      confirm: [{ command: ['Show-VipAdapter'], expect: { is: 'none' } }],
      // Nothing can be set before its interfaces are there, which looking waits for.
      undo: [
        run(['New-VipAdapter', ownName]),
        run(there.command),
        ...quietening(where, host).map(run),
        ...weak.flatMap((one) => one.set),
      ],
      undone: [there, ...quiet(where, host), ...weak.flatMap((one) => one.shown)],
    },
  ];
}

/** What the steps of a new adapter set, at once. */
function quietening(where: Where, host: WindowsObserved): readonly Command[] {
  if (isBare(host)) return [registerCommand(where, false)];
  return [
    dhcpCommand(where, 'Disabled'),
    ...metricCommands(where),
    registerCommand(where, false),
    ...sharingComponents.map((component) => bindingCommand(where[1], component, false)),
  ];
}

function quiet(where: Where, host: WindowsObserved): readonly Confirmation[] {
  if (isBare(host)) return [registrationShown(where, false)];
  return [
    dhcpShown(where, 'Disabled'),
    registrationShown(where, false),
    ...sharingComponents.map((component) => bindingShown(where[1], component, false)),
  ];
}

import type { Step } from '../../core/step.ts';
import {
  bindingCommand,
  bindingShown,
  dhcpCommand,
  dhcpShown,
  highMetric,
  isBound,
  loopbackCalled,
  metricCommands,
  registerCommand,
  registrationShown,
} from './adapter-commands.ts';
import { run } from './change-vips.ts';
import { type Intent, sharingComponents } from './intent.ts';
import { type Bearer, isBare, ownName } from './loopback.ts';
import { loopbackHardware } from './observe.ts';
import type { WindowsObserved } from './observed.ts';

/** The loopback adapter that bears the VIPs: made where none is there, named, and quiet. */
export function furnishAdapter({ bearer, vips }: Intent, host: WindowsObserved): readonly Step[] {
  if (vips.length === 0) return [];
  return [
    ...provideAdapter(bearer),
    ...endDhcp(bearer, host),
    ...endRegistration(bearer, host),
    ...endSharing(bearer, host),
  ];
}

function provideAdapter({ adapter, ours }: Bearer): readonly Step[] {
  if (adapter === undefined) {
    return [
      {
        id: 'adapter',
        title: `+ loopback adapter ${ownName} (KM-TEST, ${loopbackHardware})`,
        reason: 'a VIP needs an interface that no packet comes in by, so that nobody asks it for its address',
        risk: 'none',
        trial: 'all',
        apply: [run(['New-VipAdapter', ownName])],
        confirm: [loopbackCalled(ownName)],
        undo: [run(['Remove-VipAdapter'])],
        undone: [{ command: ['Show-VipAdapter'], expect: { is: 'none' } }],
      },
    ];
  }
  const { name, status } = adapter;
  const steps: Step[] = [];
  if (status === 'Disabled') {
    steps.push({
      id: 'adapter-on',
      title: `~ ${name} is enabled`,
      reason: 'an adapter that is disabled has no address',
      risk: 'none',
      trial: 'all',
      apply: [run(['Enable-NetAdapter', '-Name', name])],
      confirm: [{ command: ['Show-VipStatus', '-Name', name], expect: { is: 'Up' } }],
      undo: [run(['Disable-NetAdapter', '-Name', name, '-Confirm:$false'])],
      undone: [{ command: ['Show-VipStatus', '-Name', name], expect: { is: 'Disabled' } }],
    });
  }
  if (ours && name !== ownName) {
    steps.push({
      id: 'adapter-name',
      title: `~ ${name} is called ${ownName} again`,
      reason: 'people know it by that name',
      risk: 'none',
      trial: 'all',
      apply: [run(['Rename-NetAdapter', '-Name', name, '-NewName', ownName])],
      confirm: [loopbackCalled(ownName)],
      undo: [run(['Rename-NetAdapter', '-Name', ownName, '-NewName', name])],
      undone: [loopbackCalled(name)],
    });
  }
  return steps;
}

/** Without the cmdlets it cannot be set; the first address ends DHCP. */
function endDhcp({ adapter, where, name }: Bearer, host: WindowsObserved): readonly Step[] {
  const isNew = adapter === undefined;
  const asks = host.interfaces.some(
    (one) => one.index === adapter?.index && one.family === 4 && one.now.dhcp,
  );
  if (isBare(host) || !(isNew || asks)) return [];
  return [
    {
      id: 'dhcp-off',
      title: `~ no DHCP on ${name}, metric ${highMetric}`,
      reason: 'it would take an address that nobody asked for',
      risk: 'none',
      trial: 'all',
      apply: [run(dhcpCommand(where, 'Disabled')), ...metricCommands(where).map(run)],
      confirm: [dhcpShown(where, 'Disabled')],
      undo: [run(dhcpCommand(where, 'Enabled'))],
      undone: isNew ? [] : [dhcpShown(where, 'Enabled')],
    },
  ];
}

function endRegistration({ adapter, where, name }: Bearer, host: WindowsObserved): readonly Step[] {
  const isNew = adapter === undefined;
  if (!isNew && !host.registering.has(adapter.index)) return [];
  return [
    {
      id: 'dns-registration-off',
      title: `~ ${name} registers nothing in DNS`,
      reason: 'clients would find this host under its own name at the VIP',
      risk: 'none',
      trial: 'all',
      apply: [run(registerCommand(where, false))],
      confirm: [registrationShown(where, false)],
      undo: [run(registerCommand(where, true))],
      undone: isNew ? [] : [registrationShown(where, true)],
    },
  ];
}

/** Without the cmdlets it can neither be seen nor set. */
function endSharing({ adapter, name }: Bearer, host: WindowsObserved): readonly Step[] {
  if (isBare(host)) return [];
  const isNew = adapter === undefined;
  const bound = sharingComponents.filter((component) => isNew || isBound(adapter.name, component, host));
  if (bound.length === 0) return [];
  return [
    {
      id: 'sharing-off',
      title: `~ ${bound.join(', ')} unbound from ${name}`,
      reason: 'the file shares of this host are not to be had at the VIP',
      risk: 'none',
      trial: 'all',
      apply: bound.map((component) => run(bindingCommand(name, component, false))),
      confirm: bound.map((component) => bindingShown(name, component, false)),
      undo: bound.map((component) => run(bindingCommand(name, component, true))),
      undone: isNew ? [] : bound.map((component) => bindingShown(name, component, true)),
    },
  ];
}

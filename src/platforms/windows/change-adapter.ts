import type { Command } from '../../core/quoting.ts';
import type { Action, Confirmation, Step } from '../../core/step.ts';
import { weakHostAsFound } from './change-weak-host.ts';
import { type Intent, sharingComponents } from './intent.ts';
import { type Bearer, isBare, ownAdapter, ownName, showCommand, type Where } from './loopback.ts';
import { networkCommands } from './network-commands.ts';
import { loopbackHardware } from './observe.ts';
import type { WindowsObserved } from './observed.ts';

/** The loopback adapter that bears the VIPs: made where none is there, named, and quiet. */
export function furnishAdapter({ bearer, vips }: Intent, host: WindowsObserved): readonly Step[] {
  if (vips.length === 0) return [];
  return [...provideAdapter(bearer), ...quietAdapter(bearer, host)];
}

/** Our own adapter goes with the last VIP, and everything that was set of it. */
export function removeAdapter({ vips }: Intent, host: WindowsObserved): readonly Step[] {
  const own = ownAdapter(host);
  if (vips.length > 0 || own === undefined) return [];
  const where: Where = ['-InterfaceAlias', ownName];
  const there = {
    command: ['Show-VipLoopback', '-Name', ownName],
    expect: { contains: `${loopbackHardware} IPv4` },
  };
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

function provideAdapter(bearer: Bearer): readonly Step[] {
  const { adapter, ours } = bearer;
  const there = {
    command: ['Show-VipLoopback', '-Name', ownName],
    expect: { contains: `${loopbackHardware} IPv4` },
  } as const;
  if (adapter === undefined) {
    return [
      {
        id: 'adapter',
        title: `+ loopback adapter ${ownName} (KM-TEST, ${loopbackHardware})`,
        reason: 'a VIP needs an interface that no packet comes in by, so that nobody asks it for its address',
        risk: 'none',
        trial: 'all',
        apply: [run(['New-VipAdapter', ownName])],
        confirm: [there],
        undo: [run(['Remove-VipAdapter'])],
        undone: [{ command: ['Show-VipAdapter'], expect: { is: 'none' } }],
      },
    ];
  }
  const steps: Step[] = [];
  if (adapter.status === 'Disabled') {
    steps.push({
      id: 'adapter-on',
      title: `~ ${adapter.name} is enabled`,
      reason: 'an adapter that is disabled has no address',
      risk: 'none',
      trial: 'all',
      apply: [run(['Enable-NetAdapter', '-Name', adapter.name])],
      confirm: [{ command: ['Show-VipStatus', '-Name', adapter.name], expect: { is: 'Up' } }],
      undo: [run(['Disable-NetAdapter', '-Name', adapter.name, '-Confirm:$false'])],
      undone: [{ command: ['Show-VipStatus', '-Name', adapter.name], expect: { is: 'Disabled' } }],
    });
  }
  if (ours && adapter.name !== ownName) {
    steps.push({
      id: 'adapter-name',
      title: `~ ${adapter.name} is called ${ownName} again`,
      reason: 'people know it by that name',
      risk: 'none',
      trial: 'all',
      apply: [run(['Rename-NetAdapter', '-Name', adapter.name, '-NewName', ownName])],
      confirm: [there],
      undo: [run(['Rename-NetAdapter', '-Name', ownName, '-NewName', adapter.name])],
      undone: [
        {
          command: ['Show-VipLoopback', '-Name', adapter.name],
          expect: { contains: `${loopbackHardware} IPv4` },
        },
      ],
    });
  }
  return steps;
}

/** No DHCP, nothing in DNS, no file sharing by the VIP: each read back before a VIP is added. */
function quietAdapter(bearer: Bearer, host: WindowsObserved): readonly Step[] {
  const { adapter, where, name } = bearer;
  const isNew = adapter === undefined;
  const dhcp = host.interfaces.some(
    (one) => one.index === adapter?.index && one.family === 4 && one.now.dhcp,
  );
  const registers = adapter !== undefined && host.registering.has(adapter.index);
  // Without the cmdlets neither can be set; the first address ends DHCP.
  const bound = isBare(host)
    ? []
    : sharingComponents.filter((component) => isNew || isBound(adapter.name, component, host));
  const steps: Step[] = [];
  if (!isBare(host) && (isNew || dhcp)) {
    const show = showCommand(
      'Show-VipInterface',
      where,
      '-AddressFamily',
      'IPv4',
      '-PolicyStore',
      'ActiveStore',
    );
    steps.push({
      id: 'dhcp-off',
      title: `~ no DHCP on ${name}, metric ${highMetric}`,
      reason: 'it would take an address that nobody asked for',
      risk: 'none',
      trial: 'all',
      // A metric may be refused on a loopback adapter. Nothing depends on it, so it is not read back.
      apply: [run(dhcpCommand(where, 'Disabled')), ...metricCommands(where).map(run)],
      confirm: [{ command: show, expect: { contains: 'Dhcp=Disabled ' } }],
      undo: [run(dhcpCommand(where, 'Enabled'))],
      undone: isNew ? [] : [{ command: show, expect: { contains: 'Dhcp=Enabled ' } }],
    });
  }
  if (isNew || registers) {
    const show = showCommand('Show-VipRegistration', where);
    steps.push({
      id: 'dns-registration-off',
      title: `~ ${name} registers nothing in DNS`,
      reason: 'clients would find this host under its own name at the VIP',
      risk: 'none',
      trial: 'all',
      apply: [run(registerCommand(where, false))],
      confirm: [{ command: show, expect: { is: 'False' } }],
      undo: [run(registerCommand(where, true))],
      undone: isNew ? [] : [{ command: show, expect: { is: 'True' } }],
    });
  }
  if (bound.length > 0) {
    steps.push({
      id: 'sharing-off',
      title: `~ ${bound.join(', ')} unbound from ${name}`,
      reason: 'the file shares of this host are not to be had at the VIP',
      risk: 'none',
      trial: 'all',
      apply: bound.map((component) => run(bindingCommand(name, component, false))),
      confirm: bound.map((component) => ({ command: showBinding(name, component), expect: { is: 'False' } })),
      undo: bound.map((component) => run(bindingCommand(name, component, true))),
      undone: isNew
        ? []
        : bound.map((component) => ({ command: showBinding(name, component), expect: { is: 'True' } })),
    });
  }
  return steps;
}

export function isBound(adapter: string, component: string, host: WindowsObserved): boolean {
  return host.bindings.some((one) => one.adapter === adapter && one.component === component && one.enabled);
}

/** What recipes for Windows set; see docs/platforms/windows.md on why nothing depends on it. */
export const highMetric = 254;

/** What `quietening` sets, read back. */
function quiet(where: Where, host: WindowsObserved): readonly Confirmation[] {
  const registration = {
    command: showCommand('Show-VipRegistration', where),
    expect: { is: 'False' },
  } as const;
  if (isBare(host)) return [registration];
  const dhcp = showCommand(
    'Show-VipInterface',
    where,
    '-AddressFamily',
    'IPv4',
    '-PolicyStore',
    'ActiveStore',
  );
  return [
    { command: dhcp, expect: { contains: 'Dhcp=Disabled ' } },
    registration,
    ...sharingComponents.map((component) => ({
      command: showBinding(where[1], component),
      expect: { is: 'False' as const },
    })),
  ];
}

function quietening(where: Where, host: WindowsObserved): readonly Command[] {
  if (isBare(host)) return [registerCommand(where, false)];
  return [
    dhcpCommand(where, 'Disabled'),
    ...metricCommands(where),
    registerCommand(where, false),
    ...sharingComponents.map((component) => bindingCommand(where[1], component, false)),
  ];
}

export function dhcpCommand(where: Where, state: 'Enabled' | 'Disabled'): Command {
  return ['Set-NetIPInterface', ...where, '-AddressFamily', 'IPv4', '-Dhcp', state];
}

function metricCommands(where: Where): readonly Command[] {
  return ['IPv4', 'IPv6'].map((family) => [
    'Set-NetIPInterface',
    ...where,
    '-AddressFamily',
    family,
    '-InterfaceMetric',
    String(highMetric),
  ]);
}

export function registerCommand(where: Where, on: boolean): Command {
  return ['Set-DnsClient', ...where, '-RegisterThisConnectionsAddress', on ? '$true' : '$false'];
}

export function bindingCommand(name: string, component: string, on: boolean): Command {
  return [`${on ? 'Enable' : 'Disable'}-NetAdapterBinding`, '-Name', name, '-ComponentID', component];
}

export function showBinding(name: string, component: string): Command {
  return ['Show-VipBinding', '-Name', name, '-ComponentID', component];
}

function run(command: Command): Action {
  return { kind: 'run', command };
}

import type { Command } from '../../core/quoting.ts';
import type { Confirmation } from '../../core/step.ts';
import { showCommand, type Where } from './loopback.ts';
import { loopbackHardware } from './observe.ts';
import type { WindowsObserved } from './observed.ts';

/** What recipes for Windows set; see docs/platforms/windows.md on why nothing depends on it. */
export const highMetric = 254;

/** A loopback adapter of this name, with its interface. */
export function loopbackCalled(name: string): Confirmation {
  return {
    command: ['Show-VipLoopback', '-Name', name],
    expect: { contains: `${loopbackHardware} IPv4` },
  };
}

export function dhcpCommand(where: Where, state: 'Enabled' | 'Disabled'): Command {
  return ['Set-NetIPInterface', ...where, '-AddressFamily', 'IPv4', '-Dhcp', state];
}

export function dhcpShown(where: Where, state: 'Enabled' | 'Disabled'): Confirmation {
  return {
    command: showCommand('Show-VipInterface', where, '-AddressFamily', 'IPv4', '-PolicyStore', 'ActiveStore'),
    expect: { contains: `Dhcp=${state} ` },
  };
}

/** A metric may be refused on a loopback adapter. Nothing depends on it, so it is not read back. */
export function metricCommands(where: Where): readonly Command[] {
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

export function registrationShown(where: Where, on: boolean): Confirmation {
  return { command: showCommand('Show-VipRegistration', where), expect: { is: on ? 'True' : 'False' } };
}

export function bindingCommand(name: string, component: string, on: boolean): Command {
  return [`${on ? 'Enable' : 'Disable'}-NetAdapterBinding`, '-Name', name, '-ComponentID', component];
}

export function bindingShown(name: string, component: string, on: boolean): Confirmation {
  return {
    command: ['Show-VipBinding', '-Name', name, '-ComponentID', component],
    expect: { is: on ? 'True' : 'False' },
  };
}

export function isBound(adapter: string, component: string, host: WindowsObserved): boolean {
  return host.bindings.some((one) => one.adapter === adapter && one.component === component && one.enabled);
}

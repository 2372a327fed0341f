import type { Managers, UnitState } from '../../../src/platforms/linux/observed.ts';

const nothing: Managers = {
  tools: new Map(),
  units: new Map(),
  bootLinks: [],
  networkManager: undefined,
  networkdLo: undefined,
  networkdFiles: [],
  netplan: { files: [], renderers: [] },
  ifup: undefined,
  sourcesInterfacesD: false,
  networkScripts: false,
  wickedLo: undefined,
};

const running: UnitState = { active: 'active', enabled: 'enabled' };

/** What an ordinary host of each stack shows of it. */
export function signsOf(stack: string): Managers {
  switch (stack) {
    case 'ifupdown':
    case 'ifupdown2':
    case 'ifupdown-ng':
      return {
        ...nothing,
        ifup: stack,
        sourcesInterfacesD: true,
        units: new Map([['networking', running]]),
      };
    case 'netplan':
      return {
        ...nothing,
        units: new Map([['systemd-networkd', running]]),
        tools: new Map([['netplan', '/usr/sbin/netplan']]),
        netplan: { files: ['/etc/netplan/01-eth0.yaml'], renderers: ['networkd'] },
      };
    case 'networkd':
      return { ...nothing, units: new Map([['systemd-networkd', running]]), networkdLo: 'unmanaged' };
    case 'networkmanager':
      return {
        ...nothing,
        units: new Map([['NetworkManager', running]]),
        networkManager: { version: [1, 48], leavesLoopback: false, loopbackProfiles: [] },
      };
    case 'network-scripts':
      return { ...nothing, networkScripts: true, bootLinks: ['/etc/rc3.d/S10network'] };
    case 'wicked':
      return {
        ...nothing,
        units: new Map([
          ['wickedd', running],
          ['wicked', running],
        ]),
      };
    default:
      return nothing;
  }
}

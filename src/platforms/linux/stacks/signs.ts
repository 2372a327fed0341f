import type { LinuxObserved } from '../observed.ts';

/** The first NetworkManager that can keep addresses on lo. */
const firstWithLoopback: readonly [number, number] = [1, 42];

/** These four manage links by a daemon; where one of them runs, files of the older ways are not read for lo. */
export function isRunByWicked(host: LinuxObserved): boolean {
  return isActive(host, 'wickedd') || isActive(host, 'wicked');
}

export function isRunByNetplan(host: LinuxObserved): boolean {
  const { files, renderers } = host.managers.netplan;
  return (
    !isRunByWicked(host) &&
    isActive(host, 'systemd-networkd') &&
    host.managers.tools.has('netplan') &&
    files.length > 0 &&
    !renderers.includes('NetworkManager')
  );
}

export function isRunByNetworkManager(host: LinuxObserved): boolean {
  return (
    !isRunByWicked(host) &&
    !isRunByNetplan(host) &&
    networkManagerKeepsLoopback(host) &&
    !(isActive(host, 'systemd-networkd') && host.managers.networkdLo === 'configured')
  );
}

export function isRunByNetworkd(host: LinuxObserved): boolean {
  return (
    !isRunByWicked(host) &&
    !isRunByNetplan(host) &&
    !isRunByNetworkManager(host) &&
    isActive(host, 'systemd-networkd')
  );
}

function isRunByDaemon(host: LinuxObserved): boolean {
  return isRunByWicked(host) || isRunByNetplan(host) || isRunByNetworkManager(host) || isRunByNetworkd(host);
}

/** RHEL's scripts bypass NetworkManager for lo, but only the `network` service runs them at boot. */
export function isRunByNetworkScripts(host: LinuxObserved): boolean {
  return !isRunByDaemon(host) && host.managers.networkScripts && startsAtBoot(host, 'network');
}

export function isRunByIfup(
  host: LinuxObserved,
  implementation: 'ifupdown' | 'ifupdown2' | 'ifupdown-ng',
): boolean {
  return (
    !isRunByDaemon(host) &&
    !isRunByNetworkScripts(host) &&
    host.managers.ifup === implementation &&
    startsAtBoot(host, 'networking')
  );
}

/** Where nothing else keeps lo, and a unit of our own can. */
export function isLeftToSystemd(host: LinuxObserved): boolean {
  return (
    host.init === 'systemd' &&
    !isRunByDaemon(host) &&
    !isRunByNetworkScripts(host) &&
    !(['ifupdown', 'ifupdown2', 'ifupdown-ng'] as const).some((one) => isRunByIfup(host, one))
  );
}

export function isActive(host: LinuxObserved, unit: string): boolean {
  return host.managers.units.get(unit)?.active === 'active';
}

/** What systemd says of a service that it knows only by its script in /etc/init.d; the empty text: it knows of none. */
const leftToLinks: readonly string[] = ['', 'bad', 'generated'];

/** By systemd where it has a unit of its own (a masked one has links, too), else by the links of an older init. */
export function startsAtBoot(host: LinuxObserved, service: string): boolean {
  const enabled = host.managers.units.get(service)?.enabled ?? '';
  if (!leftToLinks.includes(enabled)) return enabled.startsWith('enabled');
  return host.managers.bootLinks.some((link) => link.endsWith(service));
}

function networkManagerKeepsLoopback(host: LinuxObserved): boolean {
  const { networkManager } = host.managers;
  if (networkManager === undefined || !isActive(host, 'NetworkManager')) return false;
  if (networkManager.leavesLoopback) return false;
  const [major, minor] = networkManager.version;
  return major > firstWithLoopback[0] || (major === firstWithLoopback[0] && minor >= firstWithLoopback[1]);
}

/** The gap of a stack whose files are read by one service. */
export function serviceGap(host: LinuxObserved, service: string): string | undefined {
  return startsAtBoot(host, service) ? undefined : `${service} is not started at boot: enable that service`;
}

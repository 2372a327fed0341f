import { vip } from '../layout.ts';

/** What somebody does by hand to one member. */
export interface Sabotage {
  readonly host: string;
  readonly line: string;
}

/** The Linux members that are harmed; they are always there. */
export const linuxSabotage: readonly Sabotage[] = [
  { host: 'web02', line: 'sysctl -w net.ipv4.conf.all.arp_ignore=0' },
  { host: 'web03', line: `ip addr del ${vip}/32 dev lo` },
];

/** Each in the words of its system: the address, what brings it back at boot, a setting that it needs. */
export const guestSabotage: readonly Sabotage[] = [
  { host: 'aix01', line: 'rmitab vipfarm' },
  { host: 'sol11', line: `ipadm disable-addr -t lo0/dsr${vip.replaceAll('.', 'x')}` },
  { host: 'fbsd01', line: `ifconfig lo0 inet ${vip} -alias` },
  {
    host: 'win01',
    line: 'Set-NetIPInterface -InterfaceAlias Ethernet -AddressFamily IPv4 -WeakHostReceive Disabled',
  },
];

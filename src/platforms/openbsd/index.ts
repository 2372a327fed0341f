import { type Vip, withPrefix } from '../../core/address.ts';
import type { Platform, ProbeOutput, ProbeQuestion } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { hostnameLo0 } from './hostname-lo0.ts';
import { openbsdPlace } from './place.ts';
import { checkForwarding, refuseWrongInterface } from './wrong-interface.ts';

const loopback = 'lo0';

export const openbsdSystem: UnixSystem = {
  id: 'openbsd',
  title: 'OpenBSD',
  docs: [
    'https://man.openbsd.org/ifconfig.8',
    'https://man.openbsd.org/hostname.if.5',
    'https://man.openbsd.org/netstart.8',
    'https://man.openbsd.org/sysctl.2',
  ],
  kernel: 'OpenBSD',
  evidence: 'simulation',
  place: openbsdPlace,
  loopback,
  probe: {
    release: 'uname -r',
    interfaces: 'ifconfig -A',
    routes: 'netstat -rn',
    // Without -v long addresses of IPv6 are cut off.
    listeners: `netstat -anv | grep -E '^(tcp.*LISTEN|udp)'`,
    connections: `netstat -anv -p tcp | grep ESTABLISHED`,
    environment: 'ps -e -ww -o command= -p "$1"',
    tools: ['ifconfig', 'netstat', 'pfctl'],
    more,
    sections: ['set-at-boot'],
  },
  alias: {
    families: [4, 6],
    list: ['ifconfig', loopback],
    add: (vip) => ['ifconfig', loopback, familyOf(vip), 'alias', withPrefix(vip)],
    remove: (vip) => ['ifconfig', loopback, familyOf(vip), '-alias', vip.address],
    shown: (vip) =>
      vip.family === 4 ? `inet ${vip.address} netmask 0xffffffff ` : `inet6 ${vip.address} prefixlen 128 `,
    shownAnyhow: (vip) => `${familyOf(vip)} ${vip.address} `,
    alive: 'inet 127.0.0.1 ',
  },
  stacks: [hostnameLo0],
  release: nameRelease,
  refuseAdding: refuseWrongInterface,
  checks: checkForwarding,
};

export const openbsd: Platform<UnixObserved> = unixPlatform(openbsdSystem);

function familyOf(vip: Vip): string {
  return vip.family === 4 ? 'inet' : 'inet6';
}

function more({ vips }: ProbeQuestion): string {
  const named = vips.map((vip) => `-e ${vip.address}`).join(' ');
  return `vf settings; sysctl net.inet.ip.forwarding net.inet6.ip6.forwarding
vf set-at-boot; grep -n -E '^[[:blank:]]*net\\.inet6?\\.ip6?\\.forwarding' /dev/null /etc/sysctl.conf
${named === '' ? '' : `vf rules; pfctl -sr | grep -F ${named}`}`;
}

/** `7.5` */
function nameRelease(output: ProbeOutput): string {
  return `OpenBSD ${/^[\d.]+/.exec(sectionLines(output, 'release')[0] ?? '')?.[0] ?? ''}`.trim();
}

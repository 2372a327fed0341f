import type { Vip } from '../../core/address.ts';
import type { Platform, ProbeOutput, ProbeQuestion } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { checkInterface } from '../unix/check-interface.ts';
import { loopbackFile } from '../unix/loopback-file.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { netbsdPlace } from './place.ts';

const loopback = 'lo0';

/** With it the kernel takes packets only for addresses of the interface that they came in by; ip(4), sysctl(7). */
const strongHost = checkInterface('net.inet.ip.checkinterface');

/** ifconfig.if(5): rc.d/network hands each line to ifconfig(8), behind the name of the interface. */
const ifconfigLo0 = loopbackFile({
  id: 'ifconfig.lo0',
  path: '/etc/ifconfig.lo0',
  mode: 0o644,
  lineOf: (vip) => wordsOf(vip).join(' '),
});

export const netbsdSystem: UnixSystem = {
  id: 'netbsd',
  title: 'NetBSD',
  docs: [
    'https://man.netbsd.org/ifconfig.8',
    'https://man.netbsd.org/ifconfig.if.5',
    'https://man.netbsd.org/sysctl.7',
  ],
  kernel: 'NetBSD',
  evidence: 'simulation',
  place: netbsdPlace,
  loopback,
  probe: {
    release: 'uname -r',
    interfaces: 'ifconfig -a',
    routes: 'netstat -rn',
    // Without -v long addresses of IPv6 are cut off.
    listeners: `netstat -anv | grep -E '^(tcp.*LISTEN|udp)'`,
    connections: `netstat -anv | grep -E '^tcp.*ESTABLISHED'`,
    environment: 'ps -e -ww -o command= -p "$1"',
    tools: ['ifconfig', 'netstat', 'npfctl'],
    more,
    sections: ['set-at-boot'],
  },
  alias: {
    families: [4, 6],
    // Up to 7 masks are shown in words of their own.
    list: [
      'sh',
      '-c',
      `o=$(ifconfig ${loopback}) && printf '%s\\n' "$o" | sed -e 's, netmask 0xffffffff,/32,' -e 's, netmask 0xff000000,/8,' -e 's, netmask ,/,' -e 's, prefixlen ,/,'`,
    ],
    add: (vip) => ['ifconfig', loopback, ...wordsOf(vip)],
    remove: (vip) => ['ifconfig', loopback, familyOf(vip), vip.address, '-alias'],
    shown: (vip) => `${familyOf(vip)} ${vip.address}/${vip.family === 4 ? 32 : 128} `,
    shownAnyhow: (vip) => `${familyOf(vip)} ${vip.address}/`,
    alive: 'inet 127.0.0.1/8 ',
  },
  stacks: [ifconfigLo0],
  release: (output: ProbeOutput) =>
    `NetBSD ${/^[\w.]+/.exec(sectionLines(output, 'release')[0] ?? '')?.[0] ?? ''}`.trim(),
  refuseAdding: strongHost.refuse,
  checks: strongHost.checks,
};

export const netbsd: Platform<UnixObserved> = unixPlatform(netbsdSystem);

function familyOf(vip: Vip): string {
  return vip.family === 4 ? 'inet' : 'inet6';
}

/** What ifconfig(8) takes, on a command line and in its file. */
function wordsOf(vip: Vip): readonly string[] {
  return vip.family === 4
    ? ['inet', vip.address, 'netmask', '255.255.255.255', 'alias']
    : ['inet6', vip.address, 'prefixlen', '128', 'alias'];
}

function more({ vips }: ProbeQuestion): string {
  const named = vips.map((vip) => `-e ${vip.address}`).join(' ');
  return `vf settings; for vf_f in ${strongHost.name} net.inet.ip.forwarding net.inet6.ip6.forwarding; do sysctl "$vf_f"; done
vf set-at-boot; grep -n ${strongHost.name} /dev/null /etc/sysctl.conf
${named === '' ? '' : `vf rules; npfctl show | grep -F ${named}`}`;
}

import type { Platform, ProbeOutput, ProbeQuestion } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { checkInterface } from '../unix/check-interface.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { aliasWords, loopback } from './alias-words.ts';
import { launchd } from './launchd.ts';
import { macosPlace } from './place.ts';

const strongHost = checkInterface('net.inet.ip.check_interface');

export const macosSystem: UnixSystem = {
  id: 'macos',
  title: 'macOS',
  docs: [
    'https://keith.github.io/xcode-man-pages/ifconfig.8.html',
    'https://keith.github.io/xcode-man-pages/launchd.plist.5.html',
    'https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/Chapters/CreatingLaunchdJobs.html',
  ],
  kernel: 'Darwin',
  evidence: 'simulation',
  place: macosPlace,
  loopback,
  probe: {
    release: 'sw_vers -productVersion',
    interfaces: 'ifconfig -a',
    routes: 'netstat -rn',
    // Without -l long addresses of IPv6 are cut off.
    listeners: `netstat -anl | grep -E '^(tcp[46]*.*LISTEN|udp)'`,
    connections: `netstat -anl -p tcp | grep ESTABLISHED`,
    environment: 'ps -E -ww -o command= -p "$1"',
    tools: ['ifconfig', 'netstat', 'launchctl', 'pfctl'],
    more,
    sections: ['set-at-boot'],
  },
  alias: {
    families: [4, 6],
    list: ['ifconfig', loopback],
    add: (vip) => ['ifconfig', ...aliasWords(vip)],
    remove: (vip) => ['ifconfig', loopback, vip.family === 4 ? 'inet' : 'inet6', vip.address, '-alias'],
    shown: (vip) =>
      vip.family === 4 ? `inet ${vip.address} netmask 0xffffffff ` : `inet6 ${vip.address} prefixlen 128 `,
    shownAnyhow: (vip) => `${vip.family === 4 ? 'inet' : 'inet6'} ${vip.address} `,
    alive: 'inet 127.0.0.1 ',
  },
  stacks: [launchd],
  release: (output: ProbeOutput) =>
    `macOS ${/^[\d.]+/.exec(sectionLines(output, 'release')[0] ?? '')?.[0] ?? ''}`.trim(),
  refuseAdding: strongHost.refuse,
  checks: strongHost.checks,
};

export const macos: Platform<UnixObserved> = unixPlatform(macosSystem);

function more({ vips }: ProbeQuestion): string {
  const named = vips.map((vip) => `-e ${vip.address}`).join(' ');
  return `vf settings; for vf_f in ${strongHost.name} net.inet.ip.forwarding net.inet6.ip6.forwarding; do sysctl "$vf_f"; done
vf set-at-boot; grep -n ${strongHost.name} /dev/null /etc/sysctl.conf
${named === '' ? '' : `vf rules; pfctl -sr | grep -F ${named}`}`;
}

import { type Vip, withPrefix } from '../../core/address.ts';
import type { Platform, ProbeOutput, ProbeQuestion } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { freebsdChecks } from './checks.ts';
import { freebsdPlace } from './place.ts';
import { rcConf } from './rc-conf.ts';
import { refuseFreebsd, refuseFreebsdVips } from './refuse.ts';

const loopback = 'lo0';

/** Kernel settings that decide whether a VIP works; a name that a version does not have is passed over. */
const settings = [
  'net.inet.ip.rfc1122_strong_es net.inet.ip.check_interface net.inet.ip.source_address_validation',
  'net.inet.ip.forwarding net.inet6.ip6.forwarding',
  'net.inet6.ip6.source_address_validation net.link.ether.inet.proxyall security.jail.jailed security.jail.vnet',
].join(' ');

export const freebsdSystem: UnixSystem = {
  id: 'freebsd',
  title: 'FreeBSD',
  docs: [
    'https://man.freebsd.org/cgi/man.cgi?query=ifconfig&sektion=8',
    'https://man.freebsd.org/cgi/man.cgi?query=rc.conf&sektion=5',
    'https://man.freebsd.org/cgi/man.cgi?query=sysrc&sektion=8',
    'https://man.freebsd.org/cgi/man.cgi?query=inet&sektion=4',
  ],
  kernel: 'FreeBSD',
  evidence: 'simulation',
  place: freebsdPlace,
  loopback,
  probe: {
    release: 'freebsd-version -u || uname -r',
    interfaces: 'ifconfig -a',
    routes: 'netstat -rn',
    listeners: `netstat -anW | grep -E '^(tcp[46]*.*LISTEN|udp)'`,
    connections: 'netstat -anW -p tcp | grep ESTABLISHED',
    environment: 'ps -e -ww -o command= -p "$1"',
    tools: ['sysrc', 'ifconfig', 'netstat', 'pfctl', 'ipfw'],
    more,
    sections: ['rc-conf', 'set-at-boot'],
  },
  alias: {
    families: [4, 6],
    list: ['ifconfig', loopback],
    add: (vip) => ['ifconfig', loopback, ...familyWord(vip), 'alias'],
    remove: (vip) => ['ifconfig', loopback, vip.family === 4 ? 'inet' : 'inet6', vip.address, '-alias'],
    shown: (vip) =>
      vip.family === 4 ? `inet ${vip.address} netmask 0xffffffff ` : `inet6 ${vip.address} prefixlen 128 `,
    shownAnyhow: (vip) => `${vip.family === 4 ? 'inet' : 'inet6'} ${vip.address} `,
    alive: 'inet 127.0.0.1 ',
  },
  stacks: [rcConf],
  release: nameRelease,
  enclosure: (output) => readJail(output),
  refuse: refuseFreebsd,
  refuseAdding: refuseFreebsdVips,
  checks: freebsdChecks,
};

export const freebsd: Platform<UnixObserved> = unixPlatform(freebsdSystem);

function familyWord(vip: Vip): readonly string[] {
  return [vip.family === 4 ? 'inet' : 'inet6', withPrefix(vip)];
}

/** `sysrc -a` would show only what differs from the defaults; a variable of that kind always does. */
function more({ vips }: ProbeQuestion): string {
  const named = vips.map((vip) => `-e ${vip.address}`).join(' ');
  return `vf settings; for vf_f in ${settings}; do sysctl "$vf_f"; done
vf rc-conf; sysrc -a | grep -E '^(ifconfig_lo0|ipv4_addrs_lo0|netif_enable)'
sysrc -q -i -n ifconfig_lo0_aliases | sed -n '2s/^/further line: /p'
vf set-at-boot; grep -n -E 'rfc1122_strong_es|check_interface|proxyall' /dev/null /etc/sysctl.conf /etc/sysctl.conf.local /etc/sysctl.kld.d/*
${named === '' ? '' : `vf rules; { pfctl -sr -sn; ipfw list; } | grep -F ${named}`}`;
}

/** `14.1-RELEASE-p5` */
function nameRelease(output: ProbeOutput): string {
  const [version = ''] = sectionLines(output, 'release');
  return `FreeBSD ${/^[\w.]+/.exec(version)?.[0] ?? ''}`.trim();
}

/** A jail with a network stack of its own (vnet) sets its own addresses. */
function readJail(output: ProbeOutput): string | undefined {
  const lines = sectionLines(output, 'settings');
  const isJail = lines.includes('security.jail.jailed: 1') && !lines.includes('security.jail.vnet: 1');
  return isJail ? 'a jail' : undefined;
}

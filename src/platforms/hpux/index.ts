import type { Desired, Platform, ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { checkInterface } from '../unix/check-interface.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { addAlias, interfaceNames, removeAlias, showLoopback } from './logical-interfaces.ts';
import { netconf } from './netconf.ts';
import { hpuxPlace } from './place.ts';
import { readHpuxInterfaces } from './read-interfaces.ts';

/** With it the kernel takes packets only for addresses of the interface that they came in by; ndd(1M). */
const strongHost = checkInterface('ip_strong_es_model');

export const hpuxSystem: UnixSystem = {
  id: 'hpux',
  title: 'HP-UX',
  docs: [
    'https://docstore.mik.ua/manuals/hp-ux/en/B2355-60130/ifconfig.1M.html',
    'https://docstore.mik.ua/manuals/hp-ux/en/B2355-60130/netstat.1.html',
  ],
  kernel: 'HP-UX',
  evidence: 'simulation',
  place: hpuxPlace,
  loopback: 'lo0',
  probe: {
    release: 'uname -r',
    interfaces: `for vf_f in $(${interfaceNames}); do ifconfig "$vf_f"; done`,
    routes: 'netstat -rn',
    listeners: `netstat -an | grep -E '^(tcp.*LISTEN|udp)'`,
    connections: `netstat -an | grep -E '^tcp.*ESTABLISHED'`,
    environment: sessionsByConnections(),
    parent: 'UNIX95=1 ps -o ppid= -p "$1"',
    tools: ['ifconfig', 'netstat', 'lanscan', 'ndd'],
    more,
    sections: ['set-at-boot'],
  },
  alias: {
    families: [4],
    list: showLoopback,
    add: addAlias,
    remove: removeAlias,
    shown: (vip) => `inet ${vip.address} netmask ffffffff `,
    shownAnyhow: (vip) => `inet ${vip.address} `,
    alive: 'inet 127.0.0.1 ',
  },
  stacks: [netconf],
  release: nameRelease,
  readInterfaces: readHpuxInterfaces,
  refuseAdding: strongHost.refuse,
  notices,
  checks: strongHost.checks,
};

export const hpux: Platform<UnixObserved> = unixPlatform(hpuxSystem);

/**
 * Its ps shows no environment. Where every connection to the port of ssh came to one address, the session did too; where
 * they came to several, nothing is known.
 */
function sessionsByConnections(): string {
  const program = `$1 ~ /^tcp/ && $6 == "ESTABLISHED" && $4 ~ /[.]22$/ { sub(/[.]22$/, "", $4); if (!seen[$4]++) count++; last = $4; n = split($5, w, "."); port = w[n]; sub(/[.][0-9]*$/, "", $5); peer = $5 }`;
  return `netstat -an | awk '${program} END { if (count == 1) print "SSH_CONNECTION=" peer " " port " " last " 22" }'`;
}

/** nddconf sets at boot: NDD_NAME[n] and NDD_VALUE[n] with the same number belong together. */
function more(): string {
  const program = `/^[ \\t]*NDD_(NAME|VALUE)\\[[0-9]+\\]=/ { sub(/#.*/, ""); gsub(/[" \\t]/, ""); split($0, w, /[][=]+/); if (w[1] == "NDD_NAME") { name[w[2]] = w[3]; line[w[2]] = NR } else value[w[2]] = w[3] }`;
  return `vf settings; for vf_name in ${strongHost.name} ip_forwarding; do
  vf_f=$(ndd -get /dev/ip "$vf_name"); [ -z "$vf_f" ] || printf '%s: %s\\n' "$vf_name" "$vf_f"
done
vf set-at-boot; awk '${program}
END { for (i in name) if (name[i] == "${strongHost.name}") print "/etc/rc.config.d/nddconf:" line[i] ": " name[i] " = " value[i] }' /etc/rc.config.d/nddconf
vf lanscan; lanscan
vf netstat-in; netstat -in`;
}

/** `B.11.31` is called 11i v3. */
function nameRelease(output: ProbeOutput): string {
  const release = /^[A-Z]\.[\d.]+/.exec(sectionLines(output, 'release')[0] ?? '')?.[0] ?? '';
  const called = { 'B.11.11': '11i v1', 'B.11.23': '11i v2', 'B.11.31': '11i v3' }[release];
  return `HP-UX ${called === undefined ? release : `${called} (${release})`}`.trim();
}

function notices(_desired: Desired, host: UnixObserved): readonly string[] {
  const unseen = host.settings.has(strongHost.name)
    ? []
    : [`ndd did not say what ${strongHost.name} is; it must be 0, or no packet for the VIP is taken`];
  return [
    ...unseen,
    'that /sbin/init.d/net sets lo0:N at boot as it sets lanN:N was not seen on a real host: look after the first boot',
  ];
}

import type { Platform, ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import { stackOf } from '../unix/stack-of.ts';
import type { UnixSystem } from '../unix/system.ts';
import { addInterface, bootScript, removeInterface } from './boot-script.ts';
import { hostnameFiles, netPhysical } from './hostname-files.ts';
import { ipadm, lower, raise } from './ipadm.ts';
import { solarisPlace } from './place.ts';
import { readSharedZone, readSolarisInterfaces } from './read-interfaces.ts';
import { checkHostModel, refuseSolaris, refuseStrongHost } from './refuse.ts';

export const solarisSystem: UnixSystem = {
  id: 'solaris',
  title: 'Solaris',
  docs: [
    'https://docs.oracle.com/cd/E86824_01/html/E54764/ipadm-1m.html',
    'https://illumos.org/man/8/ipadm',
    'https://docs.oracle.com/cd/E26505_01/html/816-5166/ifconfig-1m.html',
  ],
  kernel: 'SunOS',
  evidence: 'simulation',
  place: solarisPlace,
  loopback: 'lo0',
  probe: {
    release: 'sed 1q /etc/release; uname -r',
    interfaces: 'ifconfig -a',
    routes: 'netstat -rn',
    listeners: `netstat -an | grep -E '^(TCP|UDP): IPv|LISTEN|Idle'`,
    connections: 'netstat -an | grep ESTABLISHED',
    environment: 'pargs -e "$1"',
    tools: ['sh', 'ipadm', 'ifconfig', 'ndd', 'rc2', 'zonename', 'dladm'],
    more,
    sections: ['ipadm', 'hostname-files'],
  },
  alias: {
    families: [4, 6],
    // ifconfig lo0 would show lo0 without its logical interfaces.
    list: ['ifconfig', '-a'],
    add: (vip, host) => (host.tools.has('ipadm') ? raise(vip, host) : addInterface(vip)),
    remove: (vip, host) => (host.tools.has('ipadm') ? lower(vip, host) : removeInterface(vip)),
    shown: (vip) =>
      vip.family === 4 ? `inet ${vip.address} netmask ffffffff ` : `inet6 ${vip.address}/128 `,
    shownAnyhow: (vip) => (vip.family === 4 ? `inet ${vip.address} ` : `inet6 ${vip.address}/`),
    alive: 'inet 127.0.0.1 ',
  },
  stacks: [ipadm, bootScript, hostnameFiles],
  release: nameRelease,
  readInterfaces: readSolarisInterfaces,
  enclosure: readSharedZone,
  refuse: refuseSolaris,
  refuseAdding: refuseStrongHost,
  notices: (desired, host) => unseen.get(stackOf(solarisSystem, host, desired.stack)?.id) ?? [],
  checks: checkHostModel,
};

export const solaris: Platform<UnixObserved> = unixPlatform(solarisSystem);

/** By stack: what brings the VIPs back and was seen on simulated hosts only. */
const unseen: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  [
    ipadm.id,
    [
      'that ipadm keeps an address of lo0 over a boot was seen on simulated hosts only; its field PERSISTENT is what is read back',
    ],
  ],
  [
    bootScript.id,
    ['that /sbin/rc2 runs /etc/rc2.d/S72vipfarm at boot is seen at the next boot only; audit then'],
  ],
  [
    hostnameFiles.id,
    [`that ${netPhysical} does at boot what it says is seen at the next boot only; audit then`],
  ],
]);

function more(): string {
  return `vf zone; zonename; zonename -t
vf ipadm; ipadm show-addr -p -o addrobj,type,state,current,persistent,addr
vf hostname-files; grep /etc/hostname ${netPhysical}
vf settings; for vf_f in ipv4 ipv6; do
  vf_s=$(ipadm show-prop -c -o current,persistent -p hostmodel "$vf_f") && printf 'hostmodel-%s %s\\n' "$vf_f" "$vf_s"
  vf_s=$(ipadm show-prop -c -o current -p forwarding "$vf_f") && printf 'forwarding-%s %s\\n' "$vf_f" "$vf_s"
done
for vf_f in ip ip6; do for vf_name in strict_dst_multihoming forwarding; do
  vf_s=$(ndd -get "/dev/$vf_f" "\${vf_f}_$vf_name") && printf '%s %s\\n' "\${vf_f}_$vf_name" "$vf_s"
done; done`;
}

/** `Oracle Solaris 10 1/13 s10x_u11wos_24a X86`, `OmniOS v11 r151046`; illumos has many names. */
function nameRelease(output: ProbeOutput): string {
  const [line = ''] = sectionLines(output, 'release');
  const version = /Solaris (\d[\d.]*(?: \d+\/\d+)?)/.exec(line)?.[1];
  if (version !== undefined) return `Solaris ${version}`;
  const name = /^\s*([A-Za-z][\w.-]*(?: [\w.-]+){0,2})/.exec(line)?.[1];
  return name === undefined ? 'SunOS' : `${name} (SunOS)`;
}

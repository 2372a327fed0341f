import type { Desired, Platform, ProbeOutput } from '../platform.ts';
import { sectionLines } from '../probe-output.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { unixPlatform } from '../unix/platform.ts';
import type { UnixSystem } from '../unix/system.ts';
import { aixPlace } from './place.ts';
import { readAixInterfaces } from './read-interfaces.ts';
import { checkRecipe, recipe } from './recipe.ts';
import { checkRoutes, noOtherRoute } from './routes.ts';
import { inittab, rcD, rcNet } from './stacks.ts';

const loopback = 'lo0';

export const aixSystem: UnixSystem = {
  id: 'aix',
  title: 'AIX',
  docs: [
    'https://www.ibm.com/docs/en/aix/7.3?topic=i-ifconfig-command',
    'https://www.ibm.com/docs/en/aix/7.3?topic=m-mkitab-command',
    'https://www.ibm.com/docs/en/aix/7.3?topic=files-rcnet-file',
  ],
  kernel: 'AIX',
  evidence: 'simulation',
  place: aixPlace,
  loopback,
  probe: {
    release: 'oslevel -s || oslevel; uname -v; uname -r',
    interfaces: 'ifconfig -a',
    routes: 'netstat -rn',
    listeners: `netstat -an | grep -E '^(tcp.*LISTEN|udp)'`,
    connections: `netstat -an | grep -E '^tcp.*ESTABLISHED'`,
    environment: 'ps eww "$1"',
    tools: ['ifconfig', 'netstat', 'lsattr', 'lsitab', 'mkitab', 'chitab', 'rmitab'],
    more,
    sections: ['netstat-in', 'inittab', 'wpar'],
  },
  alias: {
    families: [4],
    list: ['ifconfig', loopback],
    add: (vip) => ['ifconfig', loopback, 'alias', vip.address, 'netmask', '255.255.255.255'],
    remove: (vip) => ['ifconfig', loopback, 'delete', vip.address],
    shown: (vip) => `inet ${vip.address} netmask 0xffffffff `,
    shownAnyhow: (vip) => `inet ${vip.address} `,
    alive: 'inet 127.0.0.1 ',
    afterAdding: (vip) => [noOtherRoute(vip)],
  },
  stacks: [inittab, rcD, rcNet],
  release: nameRelease,
  readInterfaces: readAixInterfaces,
  enclosure: (output) => {
    const [number = '0'] = sectionLines(output, 'wpar');
    return number.trim() === '0' ? undefined : `WPAR ${number.trim()}`;
  },
  refuse: refuseWpar,
  takeOver: recipe,
  notices: (desired, host) => checkRecipe(desired, host).map(({ found }) => found),
  checks: (desired, host) => [checkRoutes(desired, host), ...checkRecipe(desired, host)],
};

export const aix: Platform<UnixObserved> = unixPlatform(aixSystem);

function more(): string {
  return `vf netstat-in; netstat -in
vf inittab; lsitab -a
vf wpar; uname -W
vf settings; for vf_f in ipforwarding ip6forwarding; do no -o "$vf_f"; done
vf lsattr; for vf_f in $(ifconfig -l); do lsattr -El "$vf_f"; done`;
}

/** `7200-05-03-2148` is AIX 7.2, technology level 5, service pack 3. */
function nameRelease(output: ProbeOutput): string {
  const [level = ''] = sectionLines(output, 'release');
  const [, major, minor, technology, service] = /^(\d)(\d)00-(\d\d)-(\d\d)/.exec(level) ?? [];
  if (major === undefined) return `AIX ${/^[\d.]+/.exec(level)?.[0] ?? ''}`.trim();
  return `AIX ${major}.${minor} TL${technology} SP${service}`;
}

function refuseWpar({ present, absent }: Desired, host: UnixObserved): Refusal | undefined {
  if (host.enclosure === undefined) return undefined;
  const [vip] = [...present, ...absent];
  const address = vip?.address ?? 'VIP';
  return refusal(
    `it is ${host.enclosure}: its addresses are set from the global environment`,
    `there: chwpar -N interface=lo0 address=${address} netmask=255.255.255.255 ${host.hostname}`,
  );
}

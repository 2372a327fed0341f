import { hostPrefix, type Vip, withPrefix } from '../../core/address.ts';
import type { Command } from '../../core/quoting.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootSetting, BootStack } from '../unix/system.ts';
import { objectOf, readAddressObjects } from './address-object.ts';

/** Brings the VIP up until the next boot only: what is to come after one is the business of the stack. */
export function raise(vip: Vip, host: UnixObserved): Command {
  return script(
    'ipadm enable-addr -t "$1" 2>/dev/null || ipadm create-addr -t -T static -a "$2" "$1"',
    vip,
    host,
  );
}

/** Takes the VIP down, and leaves what the next boot will see: that goes in a step of its own. */
export function lower(vip: Vip, host: UnixObserved): Command {
  const gone = `[ "$(ipadm show-addr -p -o persistent "$1")" = --- ] && ipadm delete-addr "$1"`;
  return script(`ipadm disable-addr -t "$1" 2>/dev/null || { ${gone}; }`, vip, host);
}

/** Solaris 11 and illumos: ipadm keeps two sides of each address, what is there and what a boot brings. */
export const ipadm: BootStack = {
  id: 'ipadm',
  title: 'ipadm',
  ownPaths: [],
  recognises: (host) => host.tools.has('ipadm'),
  entries(vips, gone, host) {
    if (!host.tools.has('ipadm')) return [];
    return [...vips.map((vip) => keep(vip, true, host)), ...gone.map((vip) => keep(vip, false, host))];
  },
  objection(vip, host) {
    if (!host.tools.has('ipadm')) return 'ipadm is missing: this is no Solaris 11 and no illumos';
    if (!objectOf(vip, host).endsWith('/?')) return undefined;
    return `${vip.address} was set by ifconfig, and ipadm has no name for it: take it away by ifconfig ${host.loopback} removeif ${vip.address}`;
  },
};

function keep(vip: Vip, wanted: boolean, host: UnixObserved): BootSetting {
  const name = objectOf(vip, host);
  const found = readAddressObjects(host).find((one) => one.name === name && one.persistent)?.whole ?? '';
  return {
    kind: 'setting',
    name: `${name} of ipadm`,
    wanted: wanted ? withPrefix(vip) : '',
    found,
    read: script(readPersistent, vip, host),
    apply: script(wanted ? persist : dropPersistent, vip, host),
    undo: script(found === '' ? dropPersistent : persist, vip, host),
  };
}

const readPersistent = `ipadm show-addr -p -o persistent,addr "$1" 2>/dev/null | sed -n -e 's/\\\\//g' -e 's/^U[^:]*://p'`;

/** Whether the VIP is there now; neither side of it may be altered by altering the other. */
const isUp = `vf_up=$(ifconfig -a | grep "$3")`;

/** ipadm makes no temporary address a lasting one: it is made anew. */
const persist = `${isUp}
ipadm delete-addr "$1" 2>/dev/null
ipadm create-addr -T static -a "$2" "$1" && { [ -n "$vf_up" ] || ipadm disable-addr -t "$1"; }`;

const dropPersistent = `${isUp}
ipadm delete-addr "$1" && { [ -z "$vf_up" ] || ipadm create-addr -t -T static -a "$2" "$1"; }`;

/** $1 is the object, $2 the address with its prefix, $3 how ifconfig shows it, as grep reads it. */
function script(text: string, vip: Vip, host: UnixObserved): Command {
  const shown = `${vip.family === 4 ? 'inet' : 'inet6'} ${vip.address.replaceAll('.', '\\.')}[ /]`;
  const whole = `${vip.address}/${hostPrefix(vip.family)}`;
  return ['sh', '-c', text, 'sh', objectOf(vip, host), whole, shown];
}

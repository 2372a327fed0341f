import { includesVip, type Vip, withPrefix } from '../../core/address.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootStack } from '../unix/system.ts';

/** Every word of it is an address of lo0; rc.conf(5). Others may have theirs in it. */
const variable = 'ifconfig_lo0_aliases';

/** rc.conf, which sysrc(8) edits: it knows where a variable is set, and reads back what the boot will see. */
export const rcConf: BootStack = {
  id: 'rc.conf',
  title: 'rc.conf',
  ownPaths: [],
  recognises: () => true,
  entries(vips, gone, host) {
    const found = readVariable(host, variable) ?? '';
    const there = addressesOf(found);
    const others = there.filter((one) => ![...vips, ...gone].some((vip) => names(one, vip)));
    const words = [...others, ...vips.map((vip) => [vip.family === 4 ? 'inet' : 'inet6', withPrefix(vip)])];
    const isRight =
      vips.every((vip) => there.some((one) => one.includes(withPrefix(vip)))) &&
      !gone.some((vip) => there.some((one) => names(one, vip)));
    const wanted = isRight ? found : words.flat().join(' ');
    return [
      {
        kind: 'setting',
        name: `${variable} of rc.conf`,
        wanted,
        found,
        read: ['sysrc', '-q', '-i', '-n', variable],
        apply: setTo(wanted),
        undo: setTo(found),
      },
    ];
  },
  bootGap(host) {
    return readVariable(host, 'netif_enable') === 'NO'
      ? 'netif_enable is NO: rc.conf raises no interface'
      : undefined;
  },
  objection(vip, host) {
    if (!host.tools.has('sysrc')) return 'sysrc is missing: rc.conf cannot be edited safely';
    const other = lineWith(vip, host);
    return other === undefined
      ? undefined
      : `rc.conf sets ${vip.address} already, by ${other}; take that line away`;
  },
};

function setTo(value: string): readonly string[] {
  return value === '' ? ['sysrc', '-q', '-i', '-x', variable] : ['sysrc', '-q', `${variable}=${value}`];
}

/** `inet 192.0.2.1/32 inet6 2001:db8::1 prefixlen 128`: the words of each address, its family first. */
function addressesOf(value: string): readonly (readonly string[])[] {
  const addresses: string[][] = [];
  for (const word of value.split(/\s+/).filter((one) => one !== '')) {
    if (word === 'inet' || word === 'inet6' || addresses.length === 0) addresses.push([word]);
    else addresses.at(-1)?.push(word);
  }
  return addresses;
}

/** In whatever form: `192.0.2.1/32`, or `192.0.2.1 netmask 255.255.255.255`. */
function names(words: readonly string[], vip: Vip): boolean {
  return words.some((word) => word.split('/')[0] === vip.address);
}

/** As `sysrc -a` shows it: `ifconfig_lo0_aliases: inet 192.0.2.1/32`. */
function readVariable(host: UnixObserved, name: string): string | undefined {
  const line = (host.sections.get('rc-conf') ?? []).find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2).trim();
}

/** The name of another variable that sets this VIP; undefined when none does. */
function lineWith(vip: Vip, host: UnixObserved): string | undefined {
  const ours = includesVip(host.record?.vips ?? [], vip);
  const line = (host.sections.get('rc-conf') ?? []).find((one) => {
    const [name = '', ...words] = one.split(/\s+/);
    return !ours && name !== `${variable}:` && words.some((word) => word.split('/')[0] === vip.address);
  });
  return line?.split(':')[0];
}

import { withPrefix } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { refusal } from '../unix/refuse.ts';
import type { Refusal } from '../unix/system.ts';
import { solarisPlace } from './place.ts';

export function refuseSolaris({ present, absent }: Desired, host: UnixObserved): Refusal | undefined {
  if (host.enclosure !== undefined) {
    const [vip] = [...present, ...absent];
    const family = vip?.family === 6 ? 'inet6 ' : '';
    const address = vip === undefined ? 'VIP' : withPrefix(vip);
    return refusal(
      `it is the ${host.enclosure}, which shares the network of the global zone: its addresses are set from there`,
      `in the global zone: ifconfig lo0 ${family}addif ${address} ${host.enclosure} up`,
    );
  }
  if (host.tools.get('sh') === solarisPlace.shell) return undefined;
  return refusal(
    `${solarisPlace.shell} is not there, and the tools beside it: those of /usr/bin are older than POSIX`,
    'install the package system/xopen/xcu4 (SUNWxcu4)',
  );
}

export function refuseStrongHost(_desired: Desired, host: UnixObserved): Refusal | undefined {
  const reason = strongSetting(host);
  if (reason === undefined) return undefined;
  return refusal(
    `${reason}: the host model is strong, and packets for an address of another interface are dropped`,
    host.tools.has('ipadm')
      ? 'make it weak: ipadm set-prop -p hostmodel=weak ip'
      : 'set it to 0, now by ndd -set and in what sets it at boot',
  );
}

/** Whether the kernel lets packets for a VIP on lo0 in. */
export function checkHostModel(_desired: Desired, host: UnixObserved): readonly Check[] {
  const strong = strongSetting(host);
  const known = [...host.settings.keys()].some((name) => /hostmodel|strict_dst/.test(name));
  return [
    {
      id: 'host-model',
      title: 'the host model is weak',
      expected: 'weak, now and at boot',
      found: strong ?? (known ? 'weak' : 'not known: neither ipadm nor ndd tells'),
      verdict: strong !== undefined ? 'wrong' : known ? 'ok' : 'notice',
      evidence: ['settings'],
    },
  ];
}

/** `hostmodel-ip strong:weak` (now, and as it is kept) of ipadm, `ip_strict_dst_multihoming 1` of ndd. */
function strongSetting(host: UnixObserved): string | undefined {
  for (const [name, value] of host.settings) {
    const [now, kept] = name.startsWith('hostmodel') ? value.split(':') : [];
    if (now === 'strong') return `${name} is strong`;
    if (kept === 'strong') return `${name} is strong from the next boot on`;
    if (name.endsWith('_strict_dst_multihoming') && value === '1') return `${name} is 1`;
  }
  return undefined;
}

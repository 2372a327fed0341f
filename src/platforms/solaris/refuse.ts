import { type Family, type Vip, withPrefix } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Desired } from '../platform.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { UnixObserved } from '../unix/observed.ts';
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

export function refuseStrongHost({ present }: Desired, host: UnixObserved): Refusal | undefined {
  for (const family of familiesOf(present)) {
    const strong = strongSetting(family, host);
    if (strong === undefined) continue;
    return refusal(
      `${strong}: the host model is strong, and packets for an address of another interface are dropped`,
      host.tools.has('ipadm')
        ? `make it weak: ipadm set-prop -p hostmodel=weak ipv${family}`
        : 'set it to 0, now by ndd -set and in what sets it at boot',
    );
  }
  return undefined;
}

/** Whether the kernel lets packets for a VIP on lo0 in; each family has a host model of its own. */
export function checkHostModel({ present }: Desired, host: UnixObserved): readonly Check[] {
  const families = familiesOf(present);
  const strong = families.flatMap((family) => strongSetting(family, host) ?? []);
  const unknown = families.filter((family) => settingsOf[family].every((name) => !host.settings.has(name)));
  const untold = unknown.map((family) => `not known for IPv${family}: neither ipadm nor ndd tells`);
  return [
    {
      id: 'host-model',
      title: 'the host model is weak',
      expected: 'weak, now and at boot',
      found: [...strong, ...untold].join('; ') || 'weak',
      verdict: strong.length > 0 ? 'wrong' : unknown.length > 0 ? 'notice' : 'ok',
      evidence: ['settings'],
    },
  ];
}

/** As ipadm names it, and as ndd does. */
const settingsOf = {
  4: ['hostmodel-ipv4', 'ip_strict_dst_multihoming'],
  6: ['hostmodel-ipv6', 'ip6_strict_dst_multihoming'],
} as const;

function familiesOf(vips: readonly Vip[]): readonly Family[] {
  return ([4, 6] as const).filter((family) => vips.some((vip) => vip.family === family));
}

/** `hostmodel-ipv4 strong:weak` (now, and as it is kept) of ipadm, `ip_strict_dst_multihoming 1` of ndd. */
function strongSetting(family: Family, host: UnixObserved): string | undefined {
  const [model, strict] = settingsOf[family];
  const [now, kept] = host.settings.get(model)?.split(':') ?? [];
  if (now === 'strong') return `${model} is strong`;
  if (kept === 'strong') return `${model} is strong from the next boot on`;
  return host.settings.get(strict) === '1' ? `${strict} is 1` : undefined;
}

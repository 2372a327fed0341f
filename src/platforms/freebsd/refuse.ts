import type { Desired } from '../platform.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { UnixObserved } from '../unix/observed.ts';
import { setAtBoot } from '../unix/set-at-boot.ts';

const strongHost = 'packets for an address of another interface are dropped';

/** Settings with which a VIP on lo0 does not work, and what each does to it. The first two are one, before 14 and since. */
export const harmful: readonly { readonly name: string; readonly does: string }[] = [
  { name: 'net.inet.ip.check_interface', does: strongHost },
  { name: 'net.inet.ip.rfc1122_strong_es', does: strongHost },
  {
    name: 'net.link.ether.inet.proxyall',
    does: 'the host answers ARP for every address that it has a route to',
  },
];

export function refuseFreebsd(_desired: Desired, host: UnixObserved): Refusal | undefined {
  if (host.enclosure !== undefined) {
    return refusal(
      'it is a jail without a network stack of its own: its addresses are set by the host it runs on',
      'put that host into the pool, and the VIP into ip4.addr of the jail',
    );
  }
  if (host.sections.get('rc-conf')?.some((line) => line.startsWith('further line: ')) === true) {
    return refusal(
      'ifconfig_lo0_aliases of rc.conf holds line ends, so its addresses cannot be told apart for sure',
      'write it on one line, or end each of its lines with a backslash',
    );
  }
  return undefined;
}

/** inet(4) warns of the strong host model. All are looked for as they are and as the next boot will set them. */
export function refuseFreebsdVips(_desired: Desired, host: UnixObserved): Refusal | undefined {
  for (const { name, does } of harmful) {
    if (isOn(host.settings.get(name))) {
      return refusal(`${name} is ${host.settings.get(name)}: ${does}`, `set it to 0: sysctl ${name}=0`);
    }
    const line = lineAtBoot(name, host);
    if (line !== undefined) {
      return refusal(`${line} turns ${name} on at boot: ${does}`, 'take that line away');
    }
  }
  return undefined;
}

/** `/etc/sysctl.conf line 7`, where the last line about it turns it on; of a setting that this kernel does not have, nothing. */
export function lineAtBoot(name: string, host: UnixObserved): string | undefined {
  if (!host.settings.has(name)) return undefined;
  const line = setAtBoot(name, host);
  return isOn(line?.value) ? line?.place : undefined;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '0';
}

import type { Vip } from '../../core/address.ts';
import type { UnixObserved } from '../unix/observed.ts';

/** One address as ipadm(8) has it: on the host now, after the next boot, or both. */
export interface AddressObject {
  /** `lo0/v4`; `lo0/?` where ifconfig set it. */
  readonly name: string;
  /** Without its prefix. */
  readonly address: string;
  /** `192.0.2.100/32` */
  readonly whole: string;
  readonly persistent: boolean;
}

/** Lines of `ipadm show-addr -p -o addrobj,type,state,current,persistent,addr`, where a colon in a value is written `\:`. */
export function readAddressObjects(host: UnixObserved): readonly AddressObject[] {
  return (host.sections.get('ipadm') ?? []).flatMap((line) => {
    const fields = line.split(/(?<!\\):/).map((field) => field.replaceAll('\\', ''));
    const [name = '', , , , persistent = '', whole = ''] = fields;
    if (fields.length !== 6 || !name.includes('/')) return [];
    const address = whole.replace(/\/.*$/, '');
    return [{ name, address, whole, persistent: persistent.startsWith('U') }];
  });
}

/** The object that has the VIP on the loopback already, whoever made it; else the one that will. */
export function objectOf(vip: Vip, host: UnixObserved): string {
  const found = readAddressObjects(host).find(
    ({ name, address }) => address === vip.address && name.startsWith(`${host.loopback}/`),
  );
  return found?.name ?? `${host.loopback}/dsr${numberOf(vip)}`;
}

/** Of one address always the same, of letters and digits only, and no longer than ipadm takes. */
function numberOf({ address, family }: Vip): string {
  if (family === 4) return address.split('.').join('x');
  const [front = '', back] = address.split('::');
  const groups = (text: string): readonly string[] => text.split(':').filter((group) => group !== '');
  const [before, behind] = [groups(front), groups(back ?? '')];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - behind.length) }, () => '0');
  const digits = [...before, ...zeros, ...behind].map((group) => group.padStart(4, '0')).join('');
  return BigInt(`0x${digits}`).toString(36);
}

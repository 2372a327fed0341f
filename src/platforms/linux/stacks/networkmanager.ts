import { type Vip, withPrefix } from '../../../core/address.ts';
import { isRunByNetworkManager, serviceGap } from './signs.ts';
import { madeByVipfarm, type Stack } from './stack.ts';

const path = '/etc/NetworkManager/system-connections/vipfarm-lo.nmconnection';

/** Fixed, so that the file is the same on every host and its digest can be compared. */
const uuid = '5f0a1e5c-6d0b-5b7e-9c7a-766970666172';

/**
 * NetworkManager from 1.42, the first that keeps addresses on lo. The profile is for boot; it is loaded, not activated:
 * activating it would replace whatever others have put on lo (keepalived issue 2564).
 */
export const networkManager = {
  id: 'networkmanager',
  title: 'NetworkManager',
  ownPaths: [path],
  recognises: isRunByNetworkManager,
  files(vips) {
    if (vips.length === 0) return [];
    const lines = [
      madeByVipfarm,
      '[connection]',
      'id=vipfarm-lo',
      `uuid=${uuid}`,
      'type=loopback',
      'interface-name=lo',
      '',
      '[loopback]',
      '',
      '[ipv4]',
      'method=manual',
      ...addressLines(['127.0.0.1/8', ...ofFamily(vips, 4)]),
      '',
      '[ipv6]',
      'method=manual',
      ...addressLines(['::1/128', ...ofFamily(vips, 6)]),
      '',
    ];
    return [{ kind: 'file', path, content: lines.join('\n'), mode: 0o600 }];
  },
  bootGap: (host) => serviceGap(host, 'NetworkManager'),
} satisfies Stack;

function ofFamily(vips: readonly Vip[], family: 4 | 6): readonly string[] {
  return vips.filter((vip) => vip.family === family).map(withPrefix);
}

function addressLines(addresses: readonly string[]): readonly string[] {
  return addresses.map((address, index) => `address${index + 1}=${address}`);
}

import { withPrefix } from '../../../core/address.ts';
import { quoteCommand } from '../../../core/quoting.ts';
import { madeByVipfarm } from '../../own-file.ts';
import { guestsOnLoopback } from '../intent.ts';
import type { LinuxObserved } from '../observed.ts';
import { isRunByNetworkManager, serviceGap } from './signs.ts';
import type { Stack } from './stack.ts';

const path = '/etc/NetworkManager/system-connections/vipfarm-lo.nmconnection';

/** Fixed, so that the file is the same on every host and its digest can be compared. */
const uuid = '5f0a1e5c-6d0b-5b7e-9c7a-766970666172';

/**
 * NetworkManager from 1.42, the first that keeps addresses on lo. The profile is for boot; it is not activated now,
 * because that replaces whatever others have put on lo (keepalived issue 2564). A boot does just that, so the addresses
 * that others had on lo when we came are in the profile too. Nor is it unloaded after removal: that empties lo.
 */
export const networkManager = {
  id: 'networkmanager',
  title: 'NetworkManager',
  ownPaths: [path],
  recognises: isRunByNetworkManager,
  files(vips, host) {
    if (vips.length === 0) return [];
    const guests = host.record?.guests ?? guestsOnLoopback(host, vips);
    const addresses = [...new Set([...guests, ...vips.map(withPrefix)])];
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
      ...addressLines(['127.0.0.1/8', ...addresses.filter(isIpv4)]),
      '',
      '[ipv6]',
      'method=manual',
      ...addressLines(['::1/128', ...addresses.filter((address) => !isIpv4(address))]),
      '',
    ];
    return [{ kind: 'file', path, content: lines.join('\n'), mode: 0o600 }];
  },
  disturbs: ['accept_ra', 'addr_gen_mode', 'use_tempaddr'].map((name) => `net/ipv6/conf/lo/${name}`),
  bootGap: (host) => serviceGap(host, 'NetworkManager') ?? whatIsPreferred(host),
  objection: (_vip, host) => whatIsPreferred(host),
} satisfies Stack;

/** Ours has the usual priority. Among equals it prefers the one that was active last, which ours has never been. */
const ownPriority = 0;

/** lo has one profile at a time, and the addresses of the others are not there. */
function whatIsPreferred(host: LinuxObserved): string | undefined {
  const profiles = host.managers.networkManager?.loopbackProfiles ?? [];
  const preferred = profiles.filter((profile) => profile.path !== path && profile.priority >= ownPriority);
  if (preferred.length === 0) return undefined;
  const names = preferred.map(({ name }) => name).join(', ');
  const commands = preferred.map(({ name }) =>
    quoteCommand(['nmcli', 'connection', 'modify', name, 'connection.autoconnect', 'no']),
  );
  return `at boot NetworkManager would activate ${names} on lo, and not the profile of vipfarm: ${commands.join(' && ')}`;
}

function isIpv4(address: string): boolean {
  return !address.includes(':');
}

function addressLines(addresses: readonly string[]): readonly string[] {
  return addresses.map((address, index) => `address${index + 1}=${address}`);
}

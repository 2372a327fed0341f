import { withPrefix } from '../../../core/address.ts';
import { madeByVipfarm, type OwnFile } from '../../own-file.ts';
import type { LinuxObserved } from '../observed.ts';
import { isRunByNetworkd, serviceGap } from './signs.ts';
import type { Stack } from './stack.ts';

const folder = '/etc/systemd/network';
const ownPath = `${folder}/10-vipfarm-lo.network`;

/**
 * systemd-networkd. KeepConfiguration, or it drops the addresses of others from lo once lo is its own
 * (systemd.network(5)). The first .network file that matches wins, so where one for lo is there already, ours is a
 * drop-in of it.
 */
export const networkd = {
  id: 'networkd',
  title: 'systemd-networkd',
  ownPaths: [ownPath, `${folder}/*.network.d/vipfarm.conf`],
  recognises: isRunByNetworkd,
  files(vips, host) {
    if (vips.length === 0) return [];
    const addresses = vips.flatMap((vip) => ['', '[Address]', `Address=${withPrefix(vip)}`]);
    const existing = earlierLoopbackFile(host);
    return [existing === undefined ? ownFile(addresses) : dropIn(existing, addresses)];
  },
  disturbs: ['net/ipv4/conf/lo/promote_secondaries', 'net/ipv6/conf/lo/addr_gen_mode'],
  aftermath: (host) =>
    host.managers.networkdLo === 'configured'
      ? 'networkd keeps the VIP in mind until it reads its files: run networkctl reload before anybody runs networkctl reconfigure lo'
      : undefined,
  bootGap: (host) => serviceGap(host, 'systemd-networkd'),
} satisfies Stack;

function earlierLoopbackFile(host: LinuxObserved): string | undefined {
  return host.managers.networkdFiles.find((path) => path !== ownPath);
}

function ownFile(addresses: readonly string[]): OwnFile {
  const lines = [
    madeByVipfarm,
    '[Match]',
    'Name=lo',
    '',
    '[Network]',
    'KeepConfiguration=yes',
    ...addresses,
    '',
  ];
  return { kind: 'file', path: ownPath, content: lines.join('\n'), mode: 0o644 };
}

function dropIn(file: string, addresses: readonly string[]): OwnFile {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const lines = [madeByVipfarm, '[Network]', 'KeepConfiguration=yes', ...addresses, ''];
  return { kind: 'file', path: `${folder}/${name}.d/vipfarm.conf`, content: lines.join('\n'), mode: 0o644 };
}

import { withPrefix } from '../../../core/address.ts';
import { madeByVipfarm, type OwnFile } from '../../own-file.ts';
import type { LinuxObserved, NetworkdFile } from '../observed.ts';
import { isRunByNetworkd, serviceGap } from './signs.ts';
import type { Stack } from './stack.ts';

const folder = '/etc/systemd/network';
/** By how early networkd asks them: the first for hosts on which nothing comes before it. */
const ownPaths = ['10-vipfarm-lo', '00-vipfarm-lo'].map((name) => `${folder}/${name}.network`);

/**
 * systemd-networkd. KeepConfiguration, or it drops the addresses of others from lo once lo is its own
 * (systemd.network(5)). The first .network file that matches wins, so where one for nothing but lo is there already, ours
 * is a drop-in of it. Never of a file that may take other links: they would all get the VIP. Ours then comes before it.
 */
export const networkd = {
  id: 'networkd',
  title: 'systemd-networkd',
  ownPaths: [...ownPaths, `${folder}/*.network.d/vipfarm.conf`],
  recognises: isRunByNetworkd,
  files(vips, host) {
    if (vips.length === 0) return [];
    const addresses = vips.flatMap((vip) => ['', '[Address]', `Address=${withPrefix(vip)}`]);
    const [first] = filesOfOthers(host);
    return [first?.takes === 'lo' ? dropIn(first.path, addresses) : ownFile(ownPathBefore(first), addresses)];
  },
  disturbs: ['net/ipv4/conf/lo/promote_secondaries', 'net/ipv6/conf/lo/addr_gen_mode'],
  aftermath: (host) =>
    host.managers.networkdLo === 'configured'
      ? 'networkd keeps the VIP in mind until it reads its files: run networkctl reload before anybody runs networkctl reconfigure lo'
      : undefined,
  bootGap: (host) => serviceGap(host, 'systemd-networkd') ?? whatIsInTheWay(host),
  objection: (_vip, host) => whatIsInTheWay(host),
} satisfies Stack;

/** The files that can take lo besides ours, in the order in which they are asked. */
function filesOfOthers(host: LinuxObserved): readonly NetworkdFile[] {
  return host.managers.networkdFiles.filter(({ path }) => !ownPaths.includes(path));
}

function ownPathBefore(other: NetworkdFile | undefined): string {
  const [usual = '', ...earlier] = ownPaths;
  const isEarly = (path: string): boolean => other === undefined || nameOf(path) < nameOf(other.path);
  return [usual, ...earlier].find(isEarly) ?? usual;
}

/** Ours must not take lo from a file that was written for it, and has to come before one that may take it besides. */
function whatIsInTheWay(host: LinuxObserved): string | undefined {
  const [first, ...later] = filesOfOthers(host);
  if (first === undefined || first.takes === 'lo') return undefined;
  if (first.takes === 'lo-and-others') {
    return `the [Match] of ${first.path} names lo, but may take other links or not take lo; give lo a file of its own`;
  }
  const named = later.find(({ takes }) => takes !== 'any');
  if (named !== undefined) {
    return `it cannot be told which of ${first.path} and ${named.path} configures lo; leave lo to one of them`;
  }
  if (nameOf(ownPathBefore(first)) < nameOf(first.path)) return undefined;
  return `${first.path} may take lo, and no file of vipfarm comes before it; give it a name after 00-vipfarm-lo.network`;
}

/** By it networkd sorts the files of all folders. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function ownFile(path: string, addresses: readonly string[]): OwnFile {
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
  return { kind: 'file', path, content: lines.join('\n'), mode: 0o644 };
}

function dropIn(file: string, addresses: readonly string[]): OwnFile {
  const lines = [madeByVipfarm, '[Network]', 'KeepConfiguration=yes', ...addresses, ''];
  return {
    kind: 'file',
    path: `${folder}/${nameOf(file)}.d/vipfarm.conf`,
    content: lines.join('\n'),
    mode: 0o644,
  };
}

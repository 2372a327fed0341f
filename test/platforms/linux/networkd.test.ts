import { describe, expect, it } from 'vitest';
import { linux } from '../../../src/platforms/linux/index.ts';
import { readNetworkdFiles } from '../../../src/platforms/linux/read-networkd.ts';
import { desiring } from '../desiring.ts';
import { aHost } from './a-host.ts';
import { signsOf } from './signs-of-stacks.ts';

const wanted = desiring({ present: [{ address: '192.0.2.100', family: 4 }] });

/** What the probe says of a file: its path, then the lines of it that matter. */
const file = (path: string, ...lines: readonly string[]) => ['', ...lines].map((line) => `${path}:${line}`);
const catchAll = (path: string, ...more: readonly string[]) =>
  file(path, '[Match]', 'Name=*', ...more, '[Network]');

describe('the [Match] of a .network file', () => {
  it.each([
    ['Name=lo', 'lo'],
    ['Name = lo', 'lo'],
    ['Type=loopback', 'lo'],
    ['Name=lo\nType=loopback', 'lo'],
    ['Name=*\nType=loopback', 'lo'],
    ['Name=eth0\nName=\nName=lo', 'lo'],
    ['Name=lo eth0', 'lo-and-others'],
    ['Name=lo\nName=dummy0', 'lo-and-others'],
    ['Type=ether loopback', 'lo-and-others'],
    ['Name=lo\nHost=web01', 'lo-and-others'],
    ['Name=lo\nKind=!veth', 'lo-and-others'],
    ['Name=*', 'any'],
    ['Name=l*', 'any'],
    ['Name=l?', 'any'],
    ['Name=[el]*', 'any'],
    ['Name=!eth0', 'any'],
    ['Type=!ether wlan', 'any'],
    ['Driver=!veth', 'any'],
    ['Property=ID_NET_NAME_MAC=lo', 'any'],
    ['MACAddress=00:00:00:00:00:00', 'any'],
    ['', 'any'],
    ['Name=*\nType=!loopback bridge tunnel vxlan wireguard', undefined],
    ['Name=*\nType=ether', undefined],
    ['Name=*\nDriver=virtio_net', undefined],
    ['Name=*\nMACAddress=02:00:00:00:00:11', undefined],
    ['Name=!l*', undefined],
    ['Name=!eth0 lo', undefined],
    ['Name=eth0', undefined],
    ['Name=lo0', undefined],
    ['Type=wlan', undefined],
  ])('%j takes %s', (match, takes) => {
    const lines = file('/etc/systemd/network/50-x.network', '[Match]', ...match.split('\n'), '[Network]');
    expect(readNetworkdFiles(lines).map((one) => one.takes)).toEqual(takes === undefined ? [] : [takes]);
  });

  it('is narrowed by drop-ins, and by no other section', () => {
    const lines = [
      ...catchAll('/etc/systemd/network/50-x.network'),
      ...file('/run/systemd/network/50-x.network.d/a.conf', '[Match]', 'Type=ether'),
    ];
    expect(readNetworkdFiles(lines)).toEqual([]);
    const other = file(
      '/etc/systemd/network/50-x.network',
      '[Match]',
      'Name=lo',
      '[Route]',
      'Type=blackhole',
    );
    expect(readNetworkdFiles(other).map((one) => one.takes)).toEqual(['lo']);
  });
});

describe('the files of networkd that take lo', () => {
  it('are asked by name, whatever their folders', () => {
    const lines = [
      ...catchAll('/etc/systemd/network/zz-all.network'),
      ...catchAll('/usr/lib/systemd/network/05-all.network'),
    ];
    expect(readNetworkdFiles(lines).map((one) => one.path)).toEqual([
      '/usr/lib/systemd/network/05-all.network',
      '/etc/systemd/network/zz-all.network',
    ]);
  });

  it('are those of the strongest folder; a link to /dev/null there masks the others', () => {
    const vendor = catchAll('/usr/lib/systemd/network/zz-all.network');
    expect(readNetworkdFiles([...file('/etc/systemd/network/zz-all.network'), ...vendor])).toEqual([]);
    const own = catchAll('/etc/systemd/network/zz-all.network', 'Type=ether');
    expect(readNetworkdFiles([...own, ...vendor])).toEqual([]);
  });
});

describe('the VIP on a host of networkd', () => {
  const usual = '/etc/systemd/network/10-vipfarm-lo.network';

  it.each([
    ['nothing takes lo', [], usual],
    [
      'a file for the NICs as Flatcar has it',
      catchAll('/usr/lib/systemd/network/zz-default.network', 'Type=!loopback bridge tunnel vxlan wireguard'),
      usual,
    ],
    ['a file for everything comes later', catchAll('/usr/lib/systemd/network/zz-default.network'), usual],
    [
      'a file for everything comes early',
      catchAll('/etc/systemd/network/05-all.network'),
      '/etc/systemd/network/00-vipfarm-lo.network',
    ],
    [
      'lo has a file',
      [
        ...file('/run/systemd/network/50-lo.network', '[Match]', 'Name=lo'),
        ...catchAll('/usr/lib/systemd/network/zz-default.network'),
      ],
      '/etc/systemd/network/50-lo.network.d/vipfarm.conf',
    ],
  ])('comes in a file that takes nothing but lo where %s', (_name, lines, path) => {
    expect(titleOf(lines)).toBe(`~ ${path} (systemd-networkd)`);
  });

  it.each([
    [
      'lo shares a file',
      file('/etc/systemd/network/05-x.network', '[Match]', 'Name=lo eth0'),
      '05-x.network names lo, but may take other links',
    ],
    [
      'nothing can come first',
      catchAll('/etc/systemd/network/00-all.network'),
      'no file of vipfarm comes before it',
    ],
    [
      'a file for lo may be behind another one',
      [
        ...file('/etc/systemd/network/05-x.network', '[Match]', 'Host=web*'),
        ...file('/etc/systemd/network/50-lo.network', '[Match]', 'Name=lo'),
      ],
      'it cannot be told which of /etc/systemd/network/05-x.network and /etc/systemd/network/50-lo.network',
    ],
  ])('is refused where %s', (_name, lines, reason) => {
    const decision = linux.plan(wanted, hostWith(lines));
    expect(decision).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
  });

  it('is refused under netplan where another file takes lo before the one that netplan makes', () => {
    const managers = {
      ...signsOf('netplan'),
      networkdFiles: readNetworkdFiles(catchAll('/etc/systemd/network/05-all.network')),
    };
    expect(linux.plan(wanted, aHost({ managers }))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('05-all.network may take lo before'),
    });
  });

  it('is refused under netplan where it would take lo from a file that is for it, and not from that of netplan itself', () => {
    const planWith = (path: string) => {
      const networkdFiles = readNetworkdFiles(file(path, '[Match]', 'Name=lo'));
      return linux.plan(wanted, aHost({ managers: { ...signsOf('netplan'), networkdFiles } }));
    };
    expect(planWith('/run/systemd/network/10-netplan-loop.network')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('10-netplan-loop.network is for lo'),
    });
    expect(planWith('/run/systemd/network/10-netplan-lo.network').kind).toBe('change');
  });

  function titleOf(lines: readonly string[]): string | undefined {
    const decision = linux.plan(wanted, hostWith(lines));
    if (decision.kind !== 'change') return undefined;
    return decision.steps.find((step) => step.id === 'boot-files')?.title;
  }

  function hostWith(lines: readonly string[]) {
    return aHost({ managers: { ...signsOf('networkd'), networkdFiles: readNetworkdFiles(lines) } });
  }
});

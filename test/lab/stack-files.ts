/** What makes a host's network come up at boot. */
export type Stack =
  | 'ifupdown'
  | 'ifupdown2'
  | 'ifupdown-ng'
  | 'networkd'
  | 'netplan'
  | 'networkmanager'
  | 'systemd-unit';

export const STACKS: readonly Stack[] = [
  'ifupdown',
  'ifupdown2',
  'ifupdown-ng',
  'networkd',
  'netplan',
  'networkmanager',
  'systemd-unit',
];

/** What an administrator of such a host would have set up: eth0 with one address and a gateway, nothing about VIPs. */
export interface StackSetup {
  readonly files: readonly StackFile[];
  readonly services: readonly string[];
  /** A package of the tree's /opt/debs that takes the place of ifupdown. */
  readonly replacement: string | undefined;
}

export interface StackFile {
  readonly path: string;
  readonly mode: number;
  readonly lines: readonly string[];
}

/** `address` with its prefix length. */
export function setUpStack(stack: Stack, address: string, gateway: string): StackSetup {
  switch (stack) {
    case 'ifupdown':
      return setUpInterfaces('source /etc/network/interfaces.d/*', address, gateway);
    case 'ifupdown2':
      return setUpInterfaces('source /etc/network/interfaces.d/*', address, gateway, stack);
    case 'ifupdown-ng':
      // It takes the asterisk for the name of a file and then reads nothing at all.
      return setUpInterfaces('source-directory /etc/network/interfaces.d', address, gateway, stack);
    case 'networkd':
      return {
        files: [
          file('/etc/systemd/network/20-eth0.network', 0o644, [
            '[Match]',
            'Name=eth0',
            '[Network]',
            `Address=${address}`,
            `Gateway=${gateway}`,
          ]),
        ],
        services: ['systemd-networkd'],
        replacement: undefined,
      };
    case 'netplan':
      return {
        files: [
          file('/etc/netplan/01-eth0.yaml', 0o600, [
            'network:',
            '  version: 2',
            '  renderer: networkd',
            '  ethernets:',
            '    eth0:',
            `      addresses: [${address}]`,
            `      routes: [{ to: default, via: ${gateway} }]`,
          ]),
        ],
        services: ['systemd-networkd'],
        replacement: undefined,
      };
    case 'networkmanager':
      return {
        files: [
          file('/etc/NetworkManager/system-connections/eth0.nmconnection', 0o600, [
            '[connection]',
            'id=eth0',
            'uuid=6a2cdbb4-5b0e-4e3c-9a52-0d0c7a6f9d11',
            'type=ethernet',
            'interface-name=eth0',
            '[ipv4]',
            'method=manual',
            `address1=${address},${gateway}`,
          ]),
        ],
        services: ['NetworkManager'],
        replacement: undefined,
      };
    case 'systemd-unit':
      return {
        files: [
          file('/etc/systemd/system/site-network.service', 0o644, [
            '[Unit]',
            'DefaultDependencies=no',
            'After=systemd-sysctl.service',
            'Before=network.target',
            'Wants=network.target',
            '[Service]',
            'Type=oneshot',
            'RemainAfterExit=yes',
            'ExecStart=ip link set eth0 up',
            `ExecStart=ip address add ${address} dev eth0`,
            `ExecStart=ip route add default via ${gateway}`,
            '[Install]',
            'WantedBy=multi-user.target',
          ]),
        ],
        services: ['site-network'],
        replacement: undefined,
      };
  }
}

function setUpInterfaces(
  include: string,
  address: string,
  gateway: string,
  replacement?: string,
): StackSetup {
  const lines = [
    include,
    '',
    'auto lo',
    'iface lo inet loopback',
    '',
    'auto eth0',
    'iface eth0 inet static',
    `    address ${address}`,
    `    gateway ${gateway}`,
  ];
  return { files: [file('/etc/network/interfaces', 0o644, lines)], services: ['networking'], replacement };
}

function file(path: string, mode: number, lines: readonly string[]): StackFile {
  return { path, mode, lines };
}

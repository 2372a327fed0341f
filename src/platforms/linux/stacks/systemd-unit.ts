import { quoteCommand } from '../../../core/quoting.ts';
import { madeByVipfarm } from '../../own-file.ts';
import { isLeftToSystemd } from './signs.ts';
import { addAddress, type Stack, silenceArpCommand } from './stack.ts';

const unit = 'vipfarm-vip.service';
const path = `/etc/systemd/system/${unit}`;
const enabling = `/etc/systemd/system/multi-user.target.wants/${unit}`;

/** A unit of our own, where nothing else keeps lo. It sets ARP first, then the addresses, and does nothing on stop. */
export const systemdUnit = {
  id: 'systemd-unit',
  title: 'a systemd unit of vipfarm',
  ownPaths: [path, enabling],
  recognises: isLeftToSystemd,
  files(vips, host) {
    if (vips.length === 0) return [];
    const ip = host.managers.tools.get('ip') ?? '/sbin/ip';
    const sysctl = host.managers.tools.get('sysctl') ?? '/sbin/sysctl';
    const lines = [
      madeByVipfarm,
      '[Unit]',
      'Description=Virtual IPs of vipfarm on lo',
      'After=systemd-sysctl.service network-pre.target',
      'Before=network-online.target',
      '',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=${sysctl}${silenceArpCommand.slice('sysctl'.length)}`,
      ...vips.map((vip) => `ExecStart=${ip} ${quoteCommand(addAddress(vip).slice(1))}`),
      '',
      '[Install]',
      'WantedBy=multi-user.target',
      '',
    ];
    return [
      { kind: 'file', path, content: lines.join('\n'), mode: 0o644 },
      { kind: 'link', path: enabling, target: path },
    ];
  },
  afterFiles: [['systemctl', 'daemon-reload']],
  silencesArp: true,
  bootGap: () => undefined,
} satisfies Stack;

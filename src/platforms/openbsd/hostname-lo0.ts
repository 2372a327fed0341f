import type { Vip } from '../../core/address.ts';
import { madeByVipfarm } from '../own-file.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootStack } from '../unix/system.ts';

const path = '/etc/hostname.lo0';

/** hostname.if(5): netstart(8) reads it line by line, each as the words of an ifconfig(8). */
export const hostnameLo0: BootStack = {
  id: 'hostname.lo0',
  title: 'hostname.lo0',
  ownPaths: [path],
  recognises: () => true,
  entries(vips, gone, host) {
    const others = linesOfOthers([...vips, ...gone], host);
    if (others === undefined) {
      if (vips.length === 0) return [];
      return [{ kind: 'file', path, content: textOf([madeByVipfarm, ...vips.map(lineOf)]), mode: 0o640 }];
    }
    return [
      { kind: 'file', path, content: textOf([...others, ...vips.map(lineOf)]), mode: 0o640, shared: true },
    ];
  },
  objection(vip, host) {
    const line = (linesOfOthers([], host) ?? []).find((one) => {
      return one !== lineOf(vip) && one.split(/[\s/]+/).includes(vip.address);
    });
    return line === undefined ? undefined : `${path} sets ${vip.address} already, by "${line}"; take it away`;
  },
};

/** `inet alias 192.0.2.100 255.255.255.255`; IPv6 by its prefix length. */
function lineOf(vip: Vip): string {
  return vip.family === 4 ? `inet alias ${vip.address} 255.255.255.255` : `inet6 alias ${vip.address} 128`;
}

/** Everything but the lines of these VIPs; undefined where the file is not there or ours. */
function linesOfOthers(vips: readonly Vip[], host: UnixObserved): readonly string[] | undefined {
  const found = host.files.get(path);
  if (found?.kind !== 'file' || host.record?.files.has(path) === true) return undefined;
  const ours = vips.map(lineOf);
  return found.content
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !ours.includes(line));
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

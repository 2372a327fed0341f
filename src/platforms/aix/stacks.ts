import type { Vip } from '../../core/address.ts';
import { madeByVipfarm } from '../own-file.ts';
import type { UnixObserved } from '../unix/observed.ts';
import type { BootStack } from '../unix/system.ts';
import { bootScript, scriptPath } from './boot-script.ts';

const identifier = 'vipfarm';
const entry = `${identifier}:2:wait:${scriptPath} start >/dev/console 2>&1`;

/** mkitab(1): an entry behind that of TCP/IP. It is shown, altered and removed by commands, and no file is edited. */
export const inittab: BootStack = {
  id: 'inittab',
  title: 'inittab',
  ownPaths: [scriptPath],
  recognises: () => true,
  entries(vips, _gone, host) {
    const found = (host.sections.get('inittab') ?? []).find((one) => one.startsWith(`${identifier}:`)) ?? '';
    const wanted = vips.length === 0 ? '' : entry;
    const setting = {
      kind: 'setting',
      name: `the entry ${identifier} of inittab`,
      wanted,
      found,
      read: ['sh', '-c', `lsitab ${identifier} || :`],
      apply: moveEntry(found, wanted),
      undo: moveEntry(wanted, found),
    } as const;
    return vips.length === 0 ? [setting] : [bootScript(vips), setting];
  },
  objection: setElsewhere,
};

function moveEntry(from: string, to: string): readonly string[] {
  if (to === '') return ['rmitab', identifier];
  return from === '' ? ['mkitab', '-i', 'rctcpip', to] : ['chitab', to];
}

const links = ['/etc/rc.d/rc2.d/S09vipfarm', '/etc/rc.d/rc2.d/K09vipfarm'];

/** /etc/rc.d/rc runs these at run level 2: K with stop, then S with start. */
export const rcD: BootStack = {
  id: 'rc.d',
  title: 'rc.d',
  ownPaths: [scriptPath, ...links],
  recognises: () => false,
  entries: (vips) =>
    vips.length === 0
      ? []
      : [bootScript(vips), ...links.map((path) => ({ kind: 'link', path, target: scriptPath }) as const)],
  objection: setElsewhere,
};

const rcNetPath = '/etc/rc.net';
const rcNetLines = [madeByVipfarm, `${scriptPath} start`];

/** IBM's own advice for a cluster address; the file belongs to the system, and a migration may replace it. */
export const rcNet: BootStack = {
  id: 'rc.net',
  title: 'rc.net',
  ownPaths: [scriptPath, rcNetPath],
  recognises: () => false,
  entries(vips, _gone, host) {
    const others = linesOfOthers(host);
    if (others === undefined) return vips.length === 0 ? [] : [bootScript(vips)];
    const lines = vips.length === 0 ? others : [...others, ...rcNetLines];
    const content = `${lines.join('\n')}\n`;
    const shared = { kind: 'file', path: rcNetPath, content, mode: 0o744, shared: true } as const;
    return vips.length === 0 ? [shared] : [bootScript(vips), shared];
  },
  bootGap: (host) => (linesOfOthers(host) === undefined ? `${rcNetPath} is not there` : undefined),
  objection: (vip, host) =>
    linesOfOthers(host) === undefined
      ? `${rcNetPath} is not there or cannot be read`
      : setElsewhere(vip, host),
};

/** A line of others that raises the VIP as well would do so when ours has gone. */
function setElsewhere(vip: Vip, host: UnixObserved): string | undefined {
  const inNet = (linesOfOthers(host) ?? []).find((line) => raises(line, vip));
  if (inNet !== undefined) return `${rcNetPath} sets ${vip.address} already, by "${inNet}"; take it away`;
  const entries = host.sections.get('inittab') ?? [];
  const other = entries.find((one) => !one.startsWith(`${identifier}:`) && raises(one, vip));
  return other === undefined ? undefined : `inittab sets ${vip.address} already, by "${other}"; take it away`;
}

function raises(line: string, { address }: Vip): boolean {
  return !/^\s*[#:]/.test(line) && /\bifconfig\b/.test(line) && line.split(/\s+/).includes(address);
}

function linesOfOthers(host: UnixObserved): readonly string[] | undefined {
  const found = host.files.get(rcNetPath);
  if (found?.kind !== 'file') return undefined;
  return found.content
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !rcNetLines.includes(line));
}

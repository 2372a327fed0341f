import type { Vip } from '../../core/address.ts';
import type { BootLine, LinuxObserved } from './observed.ts';

/** A path, which may hold a colon, then `12:text` for each of its lines. What is ours is left out, and what configures no address. */
export function readBootLines(lines: readonly string[]): readonly BootLine[] {
  const found: BootLine[] = [];
  let path = '';
  for (const one of lines) {
    const [, line, text = ''] = /^(\d+):(.*)$/.exec(one) ?? [];
    if (line === undefined) path = one;
    else if (mayBringUp(path, text)) found.push({ path, line: Number(line), text: text.trim() });
  }
  return found;
}

function mayBringUp(path: string, text: string): boolean {
  const isOurs = path.includes('vipfarm') || text.includes('vipfarm');
  const isComment = /^\s*[#;]/.test(text);
  const isService = path.startsWith('/etc/systemd/system/') && !/\b(?:ip|ifconfig)\s/.test(text);
  return !isOurs && !isComment && !isService;
}

/** `192.0.2.100 in /etc/rc.local line 3`, once for each VIP and file. */
export function namedByOthers(vips: readonly Vip[], host: LinuxObserved): readonly string[] {
  const lines = host.bootLines.filter(({ path }) => host.record?.files.has(path) !== true);
  return vips.flatMap(({ address }) => {
    const found = new Map<string, number>();
    for (const { path, line, text } of lines) {
      if (names(text, address) && !found.has(path)) found.set(path, line);
    }
    return [...found].map(([path, line]) => `${address} in ${path} line ${line}`);
  });
}

/** Not as a part of another address. */
function names(text: string, address: string): boolean {
  const literal = address.replaceAll('.', '\\.');
  return new RegExp(`(?<![\\w.:])${literal}(?![\\w]|[.:]\\w)`).test(text);
}

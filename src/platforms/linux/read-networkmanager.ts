import type { NetworkManagerState } from './observed.ts';

/** `1.42.4:running`, `lo:unmanaged`, `loopback:yes:0:/etc/.../dsr-lo.nmconnection:dsr-lo`, as nmcli -t writes them. */
export function readNetworkManager(lines: readonly string[]): NetworkManagerState | undefined {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(lines[0] ?? '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return {
    version: [Number(major), Number(minor)],
    leavesLoopback: lines.includes('lo:unmanaged'),
    loopbackProfiles: lines.flatMap((line) => readProfile(line) ?? []),
  };
}

function readProfile(line: string): NetworkManagerState['loopbackProfiles'][number] | undefined {
  const [, priority, path, name] = /^loopback:yes:(-?\d+):((?:[^\\:]|\\.)*):(.*)$/.exec(line) ?? [];
  if (priority === undefined || path === undefined || name === undefined) return undefined;
  return { name: unescaped(name), path: unescaped(path), priority: Number(priority) };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

import type { Vip } from '../../core/address.ts';
import { madeByVipfarm } from '../own-file.ts';
import type { UnixObserved } from './observed.ts';
import type { BootStack } from './system.ts';

/** A file of lines that a system reads at boot to configure its loopback. */
export interface LoopbackFile {
  /** Its id as a stack. */
  readonly id: string;
  readonly path: string;
  readonly mode: number;
  /** The first line of a file that is ours as a whole; where the system knows comments, one that says so. */
  readonly head?: string;
  lineOf(vip: Vip): string;
}

/** Where others have lines in the file, ours stand at its end; where it is not there, it is ours as a whole. */
export function loopbackFile({ id, path, mode, head = madeByVipfarm, lineOf }: LoopbackFile): BootStack {
  return {
    id,
    title: id,
    ownPaths: [path],
    recognises: () => true,
    entries(vips, gone, host) {
      const others = linesOfOthers(path, [...vips, ...gone].map(lineOf), host);
      const lines = vips.map(lineOf);
      if (others !== undefined) {
        return [{ kind: 'file', path, content: textOf([...others, ...lines]), mode, shared: true }];
      }
      return vips.length === 0 ? [] : [{ kind: 'file', path, content: textOf([head, ...lines]), mode }];
    },
    objection(vip, host) {
      const line = (linesOfOthers(path, [], host) ?? []).find((one) => {
        return one !== lineOf(vip) && one.split(/[\s/]+/).includes(vip.address);
      });
      return line === undefined
        ? undefined
        : `${path} sets ${vip.address} already, by "${line}"; take it away`;
    },
  };
}

/** Everything but these lines; undefined where the file is not there or ours. */
function linesOfOthers(
  path: string,
  ours: readonly string[],
  host: UnixObserved,
): readonly string[] | undefined {
  const found = host.files.get(path);
  if (found?.kind !== 'file' || host.record?.files.has(path) === true) return undefined;
  return found.content
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !ours.includes(line));
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

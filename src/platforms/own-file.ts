/** A file or a symbolic link as it has to be. */
export type OwnFile =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly content: string;
      readonly mode: number;
      /** Holds lines of others too: it is never removed or remembered as ours. */
      readonly shared?: true;
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export const madeByVipfarm =
  '# Made by vipfarm. It is replaced and removed as a whole; changes here are drift.';

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** True when nothing in it is of others. */
export function isOursWhole(file: OwnFile): boolean {
  return file.kind === 'link' || file.shared !== true;
}

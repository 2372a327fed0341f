import type { FoundText } from './observed.ts';

/**
 * The section `files`: for each file the line `= PATH`, the line of `ls -ld`, and its text with a bar before each line,
 * what follows the last line end included, which mostly is nothing.
 * What `ls` says of a symbolic link ends with ` -> TARGET`.
 */
export function readFiles(text: string): ReadonlyMap<string, FoundText> {
  const files = new Map<string, FoundText>();
  for (const part of `\n${text}`.split('\n= ').slice(1)) {
    const [path = '', listed = '', ...lines] = part.split('\n');
    const kind = /^[-l](?=[-rwxsStTlL]{9})/.exec(listed)?.[0];
    if (kind === 'l') {
      const target = / -> (.+)$/.exec(listed)?.[1];
      if (target !== undefined) files.set(path, { kind: 'link', target });
    } else if (kind === '-') {
      const own = lines.filter((line) => line.startsWith('|')).map((line) => line.slice(1));
      files.set(path, { kind: 'file', mode: readMode(listed), content: own.join('\n') });
    }
  }
  return files;
}

/** `-rwxr-xr-x` in octal; what makes a program run as its owner counts as such. */
function readMode(listed: string): number {
  const letters = listed.slice(1, 10);
  const special = [2, 5, 8].map((at) => (/[sStT]/.test(letters[at] ?? '') ? 1 : 0));
  const bits = [...letters].map((letter) => (/[-STL]/.test(letter) ? 0 : 1));
  return Number.parseInt([...special, ...bits].join(''), 2);
}

/** A path in which a leading `~/` means the home folder of the operator. */
export function expandHome(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment['HOME'];
  return path.startsWith('~/') && home !== undefined ? `${home}${path.slice(1)}` : path;
}

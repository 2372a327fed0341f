import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What is the machine's and not the host's; what runs is looked at by itself. */
const passedOver = ['.real', '.proc', 'dev', 'lib', 'lib64', 'var/run', 'run', 'tmp'];
/** What the simulated kernel has now; the rest of .state is how it is simulated. */
const live = '.state/live';

/** Every file below a root with its mode and content: what must be equal when a host is as it was. */
export function lookAt(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  function walk(folder: string): void {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (passedOver.includes(path)) continue;
      if (path.startsWith('.state/') && path !== live && !path.startsWith(`${live}/`)) continue;
      const stat = lstatSync(join(root, path));
      const isLive = path.startsWith(live);
      const mode = isLive ? '' : (stat.mode % 0o10000).toString(8);
      if (stat.isSymbolicLink()) found.set(path, `link ${readlinkSync(join(root, path))}`);
      else if (stat.isDirectory()) {
        found.set(path, `folder ${mode}`);
        walk(path);
      } else {
        const text = readFileSync(join(root, path), 'utf8');
        found.set(path, `file ${mode} ${isLive ? text.split('\n').sort().join('\n') : text}`);
      }
    }
  }
  walk('');
  return found;
}

import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where runs are kept: `$XDG_STATE_HOME/vipfarm/runs`, else `~/.local/state/vipfarm/runs` (XDG base directories). */
export function runsRoot(environment: Readonly<Record<string, string | undefined>>): string {
  const stated = environment['XDG_STATE_HOME'];
  const state =
    stated?.startsWith('/') === true ? stated : join(environment['HOME'] ?? homedir(), '.local', 'state');
  return join(state, 'vipfarm', 'runs');
}

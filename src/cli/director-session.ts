import { Problem } from '../core/problem.ts';
import type { Conditions } from '../execution/conditions.ts';
import type { HookMeans } from '../execution/run-hook.ts';
import type { Fleet } from '../inventory/fleet.ts';

/** How a director's own host is reached. */
export function directorSession(fleet: Fleet, { connect }: Conditions): HookMeans {
  return {
    connectDirector({ name, host }, signal) {
      const found = host === undefined ? undefined : fleet.hosts.get(host);
      if (found === undefined) {
        throw new Problem('hook-failed', `nothing says how the director ${name} is reached`, {
          wayOut: 'give it "host:" in the inventory',
        });
      }
      return connect(found, signal);
    },
  };
}

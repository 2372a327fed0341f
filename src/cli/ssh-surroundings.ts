import type { Fleet } from '../inventory/fleet.ts';
import { askHidden } from '../secrets/ask-hidden.ts';
import { openSecrets } from '../secrets/secrets.ts';
import type { SshSurroundings } from '../transports/ssh/transport.ts';
import type { Surroundings } from './command.ts';

/** What SSH needs of the process and the inventory. */
export function sshSurroundings(fleet: Fleet, surroundings: Surroundings): SshSurroundings {
  const { environment, redactor } = surroundings;
  const secrets = openSecrets({ environment, ask: askHidden(surroundings), redactor });
  return { environment, secrets, hostNamed: (name) => fleet.hosts.get(name) };
}

import type { FarmKeys } from './inventory-file.ts';

/** A configuration for `ssh -F`, so that the operator reaches the hosts by name; `ports` are theirs on 127.0.0.1. */
export function sshConfigText(ports: ReadonlyMap<string, number>, keys: FarmKeys): string {
  const hosts = [...ports].map(([name, port]) => `Host ${name}\n  Port ${port}\n`);
  return `Host *
  HostName 127.0.0.1
  User root
  IdentityFile ${keys.identityFile}
  IdentitiesOnly yes
  UserKnownHostsFile ${keys.knownHosts}
  GlobalKnownHostsFile /dev/null
${hosts.join('')}`;
}

import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Host } from '../../src/inventory/fleet.ts';

/** A host as the inventory would give it, at 127.0.0.1 and with everything at its usual value, but for what is given. */
export function hostWith(settings: Partial<Host>): Host {
  return {
    name: 'web01',
    pools: [],
    groups: [],
    address: '127.0.0.1',
    port: 22,
    user: 'root',
    identityFiles: [],
    agent: false,
    password: undefined,
    passphrase: undefined,
    become: 'sudo',
    becomePassword: undefined,
    jump: [],
    hostKeys: 'strict',
    pins: [],
    knownHosts: [],
    legacy: false,
    transport: 'ssh',
    auth: 'ntlm',
    https: true,
    ca: undefined,
    os: undefined,
    stack: undefined,
    arp: undefined,
    method: undefined,
    firewall: 'leave',
    site: undefined,
    tags: [],
    deadlines: usualDeadlines,
    ...settings,
  };
}

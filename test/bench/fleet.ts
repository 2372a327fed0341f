import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Station } from '../../src/demo/layout.ts';
import { makeKey, publicKey, stop } from '../transports/servers/openssh.ts';
import { makeScratch } from '../transports/servers/scratch.ts';
import { openSshDoor } from './sshd.ts';

/** A thousand hosts for the price of one: a real sshd that answers on every address of a loopback range. */
export interface BenchFleet extends AsyncDisposable {
  /** Everything that is made on the way lies here and goes with the fleet. */
  readonly folder: string;
  readonly identityFile: string;
  /** One wildcard line: a long file would be read anew by each OpenSSH client, and by vipfarm only once. */
  readonly knownHosts: string;
  /** For OpenSSH clients: the same key, the same check of the host key, and a key exchange that others have too. */
  readonly sshConfig: string;
  /** The settings of these hosts in an inventory, as a YAML mapping without its braces. */
  readonly settings: string;
  /** Writes the files that name the first `count` hosts: at most 250, or whole multiples of it. */
  choose(count: number): ChosenHosts;
}

export interface ChosenHosts {
  readonly count: number;
  /** An address on each line. */
  readonly list: string;
  /** The same hosts as members of one pool, for vipfarm. */
  readonly inventory: string;
}

export const vip = '192.0.2.100';

export interface FleetOptions {
  /** Hosts have addresses in `127.RANGE.0.0/16`; 1 unless given. */
  readonly range?: number;
  /** See `SshDoor`. */
  readonly shell?: string;
}

const station: Station = { name: 'bench', address: '198.51.100.10', mac: '02:00:00:00:00:10' };

/** Starts the fleet in the network namespace of this process, which must be one of its own. */
export async function startFleet({ range = 1, shell }: FleetOptions = {}): Promise<BenchFleet> {
  const scratch = makeScratch();
  const { folder } = scratch;
  const identityFile = makeKey(folder, 'id_ed25519', 'ed25519');
  const hostKey = makeKey(folder, 'host_ed25519', 'ed25519');
  mkdirSync(join(folder, 'door'));
  const sshd = await openSshDoor({ station, folder, ...(shell === undefined ? {} : { shell }) });
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, `127.* ${publicKey(hostKey)}\n`);
  const sshConfig = join(folder, 'ssh_config');
  writeFileSync(sshConfig, sshOptions(identityFile, knownHosts));
  const settings = `user: root, agent: false, identityFile: ${identityFile}, knownHosts: ${knownHosts}`;
  return {
    folder,
    identityFile,
    knownHosts,
    sshConfig,
    settings,
    choose: (count) => chooseHosts(folder, settings, range, count),
    [Symbol.asyncDispose]: async () => {
      await stop(sshd);
      scratch[Symbol.dispose]();
    },
  };
}

function sshOptions(identityFile: string, knownHosts: string): string {
  return `User root
IdentityFile ${identityFile}
IdentitiesOnly yes
UserKnownHostsFile ${knownHosts}
StrictHostKeyChecking yes
KexAlgorithms curve25519-sha256
BatchMode yes
`;
}

const addressesInRow = 250;

function chooseHosts(folder: string, settings: string, range: number, count: number): ChosenHosts {
  const rows = Math.ceil(count / addressesInRow);
  const inRow = Math.min(count, addressesInRow);
  const list = join(folder, `hosts-${count}`);
  const inventory = join(folder, `inventory-${count}.yaml`);
  const addresses = Array.from({ length: rows * inRow }, (_, index) => {
    return `127.${range}.${Math.floor(index / inRow)}.${(index % inRow) + 1}\n`;
  });
  writeFileSync(list, addresses.join(''));
  writeFileSync(
    inventory,
    `version: 1
defaults: { ${settings} }
pools:
  web: { vips: [${vip}], members: ["127.${range}.[0-${rows - 1}].[1-${inRow}]"] }
`,
  );
  return { count: rows * inRow, list, inventory };
}

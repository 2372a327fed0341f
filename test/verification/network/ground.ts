import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Command } from '../../../src/core/quoting.ts';
import { type Namespaces, openGround, openStation } from '../../../src/demo/namespaces.ts';
import { mustRun } from '../../../src/demo/run-command.ts';
import { ipBatch, layCables } from '../../../src/demo/wiring.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import { openSshTransport } from '../../../src/transports/ssh/transport.ts';
import { hostWith } from '../../transports/host-fixture.ts';
import { startOpenSsh, type TestServer } from '../../transports/servers/openssh.ts';

export const needs = ['root', 'sshd', 'ip', 'nsenter', 'user-namespaces'];
export const vip4 = { address: '192.0.2.100', family: 4 } as const;
export const vip6 = { address: '2001:db8::100', family: 6 } as const;
export const directorMac = macOf(10);

/** One segment with a director that has the VIPs, and hosts beside it: real kernels, real ARP, real neighbour discovery. */
export interface TestSegment extends AsyncDisposable {
  /** Runs a line of shell as root of this station, and gives what it printed. */
  on(station: string, line: string): Promise<string>;
  /** Starts a Python program there that runs until the end; its first argument is a folder of its own. */
  serve(station: string, program: string): Promise<void>;
  /** A host for an inventory: its sshd is real, and its commands run on the network of the station. */
  door(station: string, settings?: Partial<Host>): Promise<Host>;
  /** The same, but its root is this machine's: tcpdump becomes another user, whom the user namespace does not have. */
  doorOfRoot(station: string): Promise<Host>;
  /** What is on the station because of us: open raw sockets, and the programs of all its processes. */
  traces(station: string): Promise<readonly string[]>;
  /** Kills a program on the station, and no other process. */
  kill(station: string, program: string): void;
  /** Plain connections to such hosts. */
  readonly transport: ReturnType<typeof openSshTransport>;
}

/** Stations by name, each with the number that its addresses and its MAC end with. */
export async function laySegment(stations: Readonly<Record<string, number>>): Promise<TestSegment> {
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-segment-'));
  const ground = await openGround(folder);
  const all = { director: 10, ...stations };
  const plugs = await Promise.all(
    Object.entries(all).map(async ([name, number]) => ({
      namespaces: await openStation(ground),
      station: { name, address: `192.0.2.${number}`, mac: macOf(number) },
      nic: 'eth0',
    })),
  );
  const servers: TestServer[] = [];
  const transport = openSshTransport({
    environment: {},
    secrets: { resolve: () => Promise.reject(new Error('no secret is needed here')) },
  });
  function namespacesOf(name: string): Namespaces {
    const plug = plugs.find(({ station }) => station.name === name);
    if (plug === undefined) throw new Error(`there is no station ${name}`);
    return plug.namespaces;
  }
  async function on(name: string, line: string): Promise<string> {
    return await mustRun(namespacesOf(name).onNetworkOf(['/bin/sh', '-c', line]));
  }

  async function doorBy(enter: Command, name: string, settings: Partial<Host> = {}): Promise<Host> {
    const server = await startOpenSsh({
      settings: [`ForceCommand ${enter.join(' ')} "$SSH_ORIGINAL_COMMAND"`],
    });
    servers.push(server);
    return hostWith({
      name,
      port: server.port,
      user: 'root',
      identityFiles: [server.identityFile],
      knownHosts: [server.knownHosts],
      ...settings,
    });
  }

  await layCables(ground, plugs);
  await Promise.all(
    plugs.map(async ({ namespaces, station }) => {
      await ipBatch(namespaces, [
        'link set lo up',
        `addr add ${station.address}/24 dev eth0`,
        `addr add ${station.address.replace('192.0.2.', '2001:db8::')}/64 dev eth0 nodad`,
        'link set eth0 up',
      ]);
    }),
  );
  await on(
    'director',
    `ip addr add ${vip4.address}/32 dev eth0; ip addr add ${vip6.address}/128 dev eth0 nodad`,
  );
  return {
    on,
    transport,
    async serve(name, program) {
      const [command = '', ...words] = namespacesOf(name).onNetworkOf([
        'python3',
        '-c',
        program,
        mkdtempSync(join(folder, 'x')),
      ]);
      spawn(command, words, { stdio: 'ignore' });
      await on(
        name,
        'for i in $(seq 100); do [ -n "$(ss -ltnH sport = :80)" ] && exit; sleep 0.1; done; exit 1',
      );
    },
    traces: async (name) => [
      ...processesOn(namespacesOf(name).network).values(),
      ...(await on(name, listTraces)).trim().split('\n'),
    ],
    kill(name, program) {
      for (const [id, found] of processesOn(namespacesOf(name).network)) {
        if (found === program) process.kill(id, 'SIGKILL');
      }
    },
    door: (name, settings) => doorBy(namespacesOf(name).onNetworkOf(['/bin/sh', '-c']), name, settings),
    doorOfRoot: (name) => doorBy(['nsenter', `--net=${namespacesOf(name).network}`, '/bin/sh', '-c'], name),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
      await ground[Symbol.asyncDispose]();
      await Promise.all(plugs.map(({ namespaces }) => namespaces[Symbol.asyncDispose]()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a script could have left on a station besides processes: raw sockets, neighbour entries, addresses, routes. */
const listTraces =
  "grep -c '^[0-9a-f]' /proc/net/packet; ip neigh show | grep lladdr | sed 's/ [A-Z]* *$//'; ip -o addr; ip route";

/** The processes whose network is this one, by their ids. */
function processesOn(network: string): ReadonlyMap<number, string> {
  const own = readlinkSync(network);
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    ids.flatMap((id) => {
      try {
        if (readlinkSync(`/proc/${id}/ns/net`) !== own) return [];
        return [[Number(id), readFileSync(`/proc/${id}/comm`, 'utf8').trim()] as const];
      } catch {
        // It has ended in the meantime.
        return [];
      }
    }),
  );
}

/** As `vipfarm apply` leaves a member: silent for the VIPs, and having them. */
export const asMember = `sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 &&
  ip addr add ${vip4.address}/32 dev lo && ip addr add ${vip6.address}/128 dev lo`;

export function macOf(number: number): string {
  return `02:00:00:00:00:${String(number).padStart(2, '0')}`;
}

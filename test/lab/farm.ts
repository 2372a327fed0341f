import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { type ArpProber, startArpProber } from './arp-prober.ts';
import { provideBaseTree } from './base-tree.ts';
import { type Client, startClient } from './client.ts';
import { startDirector } from './director.ts';
import { prepareDisk } from './host-disk.ts';
import { type LabHost, makeLabHost } from './lab-host.ts';
import { beginRun, endRun, type LabRun, RUN_MARK } from './lab-run.ts';
import { type CommandOptions, type CommandResult, mustRun, runCommand } from './run-command.ts';
import { bringUp, describeStation, layOutSegment, plugIn } from './segment.ts';
import type { Stack } from './stack-files.ts';

export interface FarmPlan {
  /** Host names are those of network interfaces: at most 15 letters, digits and dashes. */
  readonly hosts: readonly { readonly name: string; readonly stack: Stack }[];
  /** What the director owns and forwards, port 80; 192.0.2.100 by default. */
  readonly vips?: readonly string[];
}

/** Booted hosts, a director, a client and a prober on one segment, thrown away whole when it is disposed of. */
export interface Farm extends AsyncDisposable {
  readonly hosts: readonly LabHost[];
  readonly directorMac: string;
  readonly client: Client;
  /** The run's scratch folder, gone with the farm. */
  readonly folder: string;
  readonly identityFile: string;
  readonly knownHosts: string;
  /** Where vipfarm keeps the evidence of its runs in the lab. */
  readonly runs: string;
  host(name: string): LabHost;
  startProber(vip: string): Promise<ArpProber>;
  /** Runs a command where the controller stands: on the segment, as 192.0.2.1. */
  inLab(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Runs vipfarm from its sources in the lab; `-i` is up to the caller. */
  vipfarm(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Starts vipfarm likewise and leaves it to itself: its pid is the program's, so a signal meets it alone. */
  launchVipfarm(argv: readonly string[]): ChildProcessByStdio<null, Readable, Readable>;
  /** Writes an inventory of all hosts with these pools and returns its path. The director is called `lab`. */
  inventory(content: InventoryContent): Promise<string>;
}

export interface InventoryContent {
  readonly pools: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Added to, and over, what the lab sets for all hosts. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** The sources, or in their place a build: `VIPFARM_PROGRAM=dist/main.js`, which starts in a fifth of the time. */
const PROGRAM: readonly string[] = process.env['VIPFARM_PROGRAM']?.split(' ') ?? [
  '--import',
  'tsx',
  'src/main.ts',
];
const GUARD = fileURLToPath(new URL('./guard.ts', import.meta.url));

export async function startFarm(plan: FarmPlan): Promise<Farm> {
  const baseTree = await provideBaseTree();
  const run = await beginRun();
  const letGo = leaveGuard(run);
  try {
    return await furnishFarm(plan, run, baseTree, letGo);
  } catch (thrown) {
    await endRun(run.id);
    letGo();
    throw thrown;
  }
}

async function furnishFarm(plan: FarmPlan, run: LabRun, baseTree: string, letGo: () => void): Promise<Farm> {
  const segment = await layOutSegment(run);
  const identityFile = join(run.folder, 'identity');
  await mustRun(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'vipfarm lab', '-f', identityFile]);
  const authorizedKey = await mustRun(['cat', `${identityFile}.pub`]);
  const keys: string[] = [];

  async function switchOn(entry: FarmPlan['hosts'][number], index: number): Promise<LabHost> {
    const station = describeStation(segment, entry.name, 11 + index);
    const disk = await prepareDisk({
      run,
      station,
      stack: entry.stack,
      baseTree,
      authorizedKey: authorizedKey.trim(),
    });
    keys.push(`${station.name},${station.address} ${disk.hostKey}\n`);
    const host = makeLabHost(segment, station, entry.stack, disk);
    await host.boot();
    return host;
  }

  const hosts = await Promise.all(plan.hosts.map(switchOn));
  const knownHosts = join(run.folder, 'known_hosts');
  await writeFile(knownHosts, keys.join(''));

  const director = describeStation(segment, 'director', 2);
  await startDirector(segment, director, plan.vips ?? ['192.0.2.100'], hosts);
  const prober = describeStation(segment, 'prober', 3);
  await plugIn(segment, prober);
  await bringUp(prober);
  const client = await startClient(segment, describeStation(segment, 'client', 4));

  async function inLab(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return runCommand(['ip', 'netns', 'exec', segment.namespace, ...argv], options);
  }

  const surroundings = { XDG_STATE_HOME: join(run.folder, 'state'), NO_COLOR: '1' };

  return {
    hosts,
    directorMac: director.mac,
    client,
    folder: run.folder,
    identityFile,
    knownHosts,
    runs: join(run.folder, 'state/vipfarm/runs'),
    host: (name) => findHost(hosts, name),
    startProber: (vip) => startArpProber(run, prober, vip),
    inLab,
    vipfarm: (argv, options = {}) =>
      inLab([process.execPath, ...PROGRAM, ...argv], {
        folder: REPOSITORY,
        ...options,
        environment: { ...surroundings, ...options.environment },
      }),
    launchVipfarm: (argv) =>
      spawn('ip', ['netns', 'exec', segment.namespace, process.execPath, ...PROGRAM, ...argv], {
        cwd: REPOSITORY,
        env: { ...process.env, ...surroundings, [RUN_MARK]: run.id },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    inventory: (content) => writeInventory(run, hosts, director.mac, { identityFile, knownHosts }, content),
    async [Symbol.asyncDispose]() {
      await endRun(run.id);
      letGo();
    },
  };
}

function findHost(hosts: readonly LabHost[], name: string): LabHost {
  const found = hosts.find((host) => host.name === name);
  if (found === undefined) throw new Error(`the farm has no host ${name}`);
  return found;
}

async function writeInventory(
  run: LabRun,
  hosts: readonly LabHost[],
  directorMac: string,
  access: { readonly identityFile: string; readonly knownHosts: string },
  content: InventoryContent,
): Promise<string> {
  const inventory = {
    version: 1,
    defaults: { user: 'ops', become: 'sudo', hostKeys: 'strict', ...access, ...content.defaults },
    directors: { lab: { macs: [directorMac] } },
    hosts: Object.fromEntries(hosts.map((host) => [host.name, { address: host.address }])),
    pools: content.pools,
  };
  const file = join(run.folder, 'inventory.yaml');
  await writeFile(file, stringify(inventory));
  return file;
}

/** Starts the process that clears the run away should this one die; the returned function lets it go. */
function leaveGuard(run: LabRun): () => void {
  const guard = spawn(process.execPath, ['--import', 'tsx', GUARD, run.id], {
    cwd: REPOSITORY,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return () => guard.stdin.end();
}

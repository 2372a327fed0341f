import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Hook, Hooks, Rollout } from '../../src/core/rollout.ts';
import type { Fleet, Host, Pool } from '../../src/inventory/fleet.ts';
import { hostWith } from '../transports/host-fixture.ts';
import { emptyMemory, type SimHost } from './farm/host.ts';
import { noFiles } from './farm/windows-files.ts';
import type { Random } from './random.ts';

/** A farm before anything has happened to it. */
export interface Farm {
  readonly fleet: Fleet;
  readonly hosts: ReadonlyMap<string, SimHost>;
  /** VIPs that were there before and are not ours, by host. */
  readonly foreign: ReadonlyMap<string, readonly string[]>;
  /** Whether ARP was silent, or on Windows weak host on, before the first VIP came, by host. */
  readonly prior: ReadonlyMap<string, boolean>;
}

const vipOfWeb = '192.0.2.100';
const vipOfApi = ['192.0.2.101', '2001:db8::101'] as const;

/** Farms of Linux hosts alone, mixed ones, and farms of Windows hosts alone. */
const windowsShares = [0, 0, 0.3, 0.6, 1] as const;

export function buildFarm(random: Random): Farm {
  const names = Array.from({ length: random.between(3, 8) }, (_, at) => `web${at + 1}`);
  const ofApi = names.filter(() => random.chance(0.5));
  const pools = [makePool('web', vipOfWeb, names, random)];
  if (ofApi.length > 0 && random.chance(0.6)) {
    pools.push(makePool('api', random.pick(vipOfApi), ofApi, random));
  }
  const isBuilt = random.chance(0.4);
  const windowsShare = random.pick(windowsShares);
  const hosts = names.map((name) => makeHost(name, pools, windowsShare, random));
  const fleet: Fleet = {
    file: 'simulated',
    digest: 'simulated',
    directors: new Map(),
    pools: new Map(pools.map((pool) => [pool.name, pool])),
    hosts: new Map(hosts.map((host) => [host.name, host])),
    groups: new Map(),
  };
  const made = hosts.map((host, at) => makeSimHost(host, at, fleet, isBuilt, random));
  return {
    fleet,
    hosts: new Map(made.map(({ sim }) => [sim.name, sim])),
    foreign: new Map(made.map(({ sim, foreign }) => [sim.name, foreign])),
    prior: new Map(made.map(({ sim, prior }) => [sim.name, prior])),
  };
}

function makePool(name: string, address: string, members: readonly string[], random: Random): Pool {
  return {
    name,
    vips: [{ address, family: address.includes(':') ? 6 : 4 }],
    services: random.chance(0.5) ? [{ port: 443, protocol: 'tcp' }] : [],
    director: { name: 'l4-a', macs: ['02:00:5e:00:01:0a'], addresses: [], host: undefined },
    members,
    witnesses: 'none',
    rollout: makeRollout(random),
  };
}

function makeRollout(random: Random): Rollout {
  return {
    batches: random.pick([[1, '100%'], ['100%'], [1, 2, '50%'], [2], ['34%'], [1]]),
    maxFail: random.pick([0, 0, 1, 2, '25%', '100%']),
    maxFailInBatch: random.pick([undefined, undefined, 0, 1, '50%']),
    keepInService: random.pick([undefined, '50%', '70%', 1, 2]),
    spread: random.pick(['site', 'none']),
    order: random.pick(['inventory', 'reverse', 'name']),
    pause: random.pick([0, 0, 1_000, 60_000, 300_000, 1_200_000]),
    deadman: random.pick(['auto', 'auto', 'none', 20_000, 120_000]),
    onFailure: random.pick(['stop', 'rollback-batch', 'rollback-run']),
    hooks: makeHooks(random),
  };
}

function makeHooks(random: Random): Hooks {
  if (random.chance(0.5)) return {};
  const hook = (deed: string): Hook => ({ on: 'controller', run: [deed], timeout: 30_000 });
  return {
    ...(random.chance(0.7)
      ? { drain: hook('drain'), undrain: hook('undrain'), inService: hook('in-service') }
      : {}),
    ...(random.chance(0.3) ? { before: hook('before'), after: hook('after') } : {}),
    ...(random.chance(0.3) ? { beforeBatch: hook('before-batch'), afterBatch: hook('after-batch') } : {}),
  };
}

function makeHost(name: string, pools: readonly Pool[], windowsShare: number, random: Random): Host {
  return hostWith({
    name,
    address: name,
    pools: pools.filter(({ members }) => members.includes(name)).map((pool) => pool.name),
    site: random.pick([undefined, 'a', 'b']),
    transport: random.chance(windowsShare) ? 'winrm' : 'ssh',
    deadlines: usualDeadlines,
  });
}

/** Most hosts of a farm are alike, clean or served by vipfarm; others have the VIPs already, a part of them, or one that somebody else put there. */
function makeSimHost(
  { name, pools, transport }: Host,
  at: number,
  fleet: Fleet,
  isBuilt: boolean,
  random: Random,
): { readonly sim: SimHost; readonly foreign: readonly string[]; readonly prior: boolean } {
  const vips = pools.flatMap((pool) => fleet.pools.get(pool)?.vips ?? []).map(({ address }) => address);
  const isWindows = transport === 'winrm';
  const usual = isBuilt ? 'whole' : 'clean';
  const kind = random.chance(0.6)
    ? usual
    : random.pick(['clean', 'whole', 'part', 'drifted', 'foreign', 'stranger']);
  // Whoever put it there has seen to ARP, or to weak host, as well.
  const prior = kind === 'foreign' || kind === 'stranger' || random.chance(0.2);
  const isOurs = kind === 'whole' || kind === 'part' || kind === 'drifted';
  const memory = { ...emptyMemory(), isSet: prior };
  const disk: SimHost['disk'] = {
    vips: new Set(),
    isSet: prior,
    record: undefined,
    notes: undefined,
    fence: 0,
    windows: isWindows ? noFiles(isOurs) : undefined,
  };
  let foreign: readonly string[] = [];
  if (isOurs) {
    const mine = kind === 'part' ? vips.slice(0, 1) : vips;
    disk.record = { vips: mine, prior: { now: prior, boot: prior } };
    disk.isSet = true;
    memory.isSet = true;
    for (const vip of mine) {
      memory.vips.add(vip);
      if (kind !== 'part') disk.vips.add(vip);
    }
    // Somebody has set ARP, or weak host, back by hand: it answers, or does not, before any run has come.
    if (kind === 'drifted') memory.isSet = false;
  } else if (kind === 'foreign' || kind === 'stranger') {
    foreign = kind === 'foreign' ? vips.slice(0, 1) : ['192.0.2.77'];
    for (const vip of foreign) {
      memory.vips.add(vip);
      disk.vips.add(vip);
    }
  }
  const sim: SimHost = {
    name,
    mac: `02:00:00:00:00:0${at}`,
    disk,
    memory,
    isUp: true,
    boots: 1,
    isHung: false,
    // For an address of a loopback adapter of Windows nothing answers.
    leaks: random.chance(0.05) && !isWindows,
    cutsWithVip: random.chance(0.06),
    mayCut: random.chance(0.4),
    clients: random.chance(0.05) ? vips : [],
  };
  return { sim, foreign, prior };
}

import { usualDeadlines } from '../../src/core/deadline.ts';
import type { Hook, Hooks, Rollout } from '../../src/core/rollout.ts';
import type { Fleet, Host, Pool } from '../../src/inventory/fleet.ts';
import { hostWith } from '../transports/host-fixture.ts';
import { emptyMemory, type SimHost } from './farm/host.ts';
import type { Random } from './random.ts';

/** A farm before anything has happened to it. */
export interface Farm {
  readonly fleet: Fleet;
  readonly hosts: ReadonlyMap<string, SimHost>;
  /** VIPs that were there before and are not ours, by host. */
  readonly foreign: ReadonlyMap<string, readonly string[]>;
  /** Whether ARP was silent before the first VIP came, by host. */
  readonly prior: ReadonlyMap<string, boolean>;
}

const vipOfWeb = '192.0.2.100';
const vipOfApi = ['192.0.2.101', '2001:db8::101'] as const;

export function buildFarm(random: Random): Farm {
  const names = Array.from({ length: random.between(3, 8) }, (_, at) => `web${at + 1}`);
  const ofApi = names.filter(() => random.chance(0.5));
  const pools = [makePool('web', vipOfWeb, names, random)];
  if (ofApi.length > 0 && random.chance(0.6)) {
    pools.push(makePool('api', random.pick(vipOfApi), ofApi, random));
  }
  const isBuilt = random.chance(0.4);
  const hosts = names.map((name) => makeHost(name, pools, random));
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

function makeHost(name: string, pools: readonly Pool[], random: Random): Host {
  return hostWith({
    name,
    address: name,
    pools: pools.filter(({ members }) => members.includes(name)).map((pool) => pool.name),
    site: random.pick([undefined, 'a', 'b']),
    deadlines: usualDeadlines,
  });
}

/** Most hosts of a farm are alike, clean or served by vipfarm; others have the VIPs already, a part of them, or one that somebody else put there. */
function makeSimHost(
  { name, pools }: Host,
  at: number,
  fleet: Fleet,
  isBuilt: boolean,
  random: Random,
): { readonly sim: SimHost; readonly foreign: readonly string[]; readonly prior: boolean } {
  const vips = pools.flatMap((pool) => fleet.pools.get(pool)?.vips ?? []).map(({ address }) => address);
  const usual = isBuilt ? 'whole' : 'clean';
  const kind = random.chance(0.6)
    ? usual
    : random.pick(['clean', 'whole', 'part', 'drifted', 'foreign', 'stranger']);
  // Whoever put it there has seen to ARP as well.
  const prior = kind === 'foreign' || kind === 'stranger' || random.chance(0.2);
  const memory = { ...emptyMemory(), silent: prior };
  const disk: SimHost['disk'] = {
    vips: new Set(),
    silent: prior,
    record: undefined,
    notes: undefined,
    fence: 0,
  };
  let foreign: readonly string[] = [];
  if (kind === 'whole' || kind === 'part' || kind === 'drifted') {
    const mine = kind === 'part' ? vips.slice(0, 1) : vips;
    disk.record = { vips: mine, prior: { now: prior, boot: prior } };
    disk.silent = true;
    memory.silent = true;
    for (const vip of mine) {
      memory.vips.add(vip);
      if (kind !== 'part') disk.vips.add(vip);
    }
    // Somebody has set ARP back by hand: it answers before any run has come.
    if (kind === 'drifted') memory.silent = false;
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
    leaks: random.chance(0.05),
    cutsWithVip: random.chance(0.06),
    mayCut: random.chance(0.4),
    clients: random.chance(0.05) ? vips : [],
  };
  return { sim, foreign, prior };
}

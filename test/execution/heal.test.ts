import { afterAll, beforeAll, expect, it } from 'vitest';
import { announceVips } from '../../src/execution/announce-vips.ts';
import { findAilment } from '../../src/execution/find-ailment.ts';
import type { Host } from '../../src/inventory/fleet.ts';
import { describeWith } from '../describe-with.ts';
import { fleetWith } from '../verification/network/a-fleet.ts';
import {
  asMember,
  directorMac,
  laySegment,
  macOf,
  needs,
  type TestSegment,
  vip4,
  vip6,
} from '../verification/network/ground.ts';

const { signal } = new AbortController();
const macs = new Map([[macOf(11), 'web11']]);

describeWith([...needs, 'python3'], 'healing a segment', () => {
  let ground: TestSegment;
  let hosts: readonly Host[];
  beforeAll(async () => {
    ground = await laySegment({ web11: 11, db: 50, standby: 9 });
    await ground.on('web11', asMember);
    hosts = await Promise.all(['web11', 'db', 'director', 'standby'].map((name) => ground.door(name)));
  }, 60_000);
  afterAll(async () => {
    await ground[Symbol.asyncDispose]();
  }, 60_000);

  /** The inventory has their addresses on the segment; they are reached by their doors. */
  function given(directorHost: string | undefined) {
    const numbers: Readonly<Record<string, number>> = { web11: 11, db: 50, director: 10, standby: 9 };
    const placed = hosts.map((host) => ({ ...host, address: `192.0.2.${numbers[host.name]}` }));
    const fleet = fleetWith(placed, {
      members: ['web11'],
      witnesses: ['db'],
      director: {
        name: 'l4-a',
        macs: [directorMac, macOf(9)],
        addresses: ['192.0.2.10'],
        host: directorHost,
      },
    });
    const conditions = {
      connect: (host: Host, abort: AbortSignal) =>
        ground.transport.connect({ ...host, address: '127.0.0.1' }, abort),
      fanout: 4,
      signal,
    };
    return { fleet, conditions };
  }

  it('names the poisoned neighbour, and the announcement of the director mends it', async () => {
    const { fleet, conditions } = given('director');
    for (const vip of [vip4, vip6]) {
      await ground.on('db', `ip neigh replace ${vip.address} lladdr ${macOf(11)} dev eth0 nud stale`);
    }
    const before = await findAilment(fleet.pool, fleet, macs, conditions);
    expect(before.poisoned).toEqual([
      { host: 'db', vip: vip4.address, mac: macOf(11) },
      { host: 'db', vip: vip6.address, mac: macOf(11) },
    ]);
    expect(before.wrongClaims).toEqual([]);
    expect(before.announcer).toEqual({ kind: 'able', host: 'director', nic: 'eth0', mac: directorMac });
    for (const vip of [vip4, vip6]) {
      await ground.on('db', `ip neigh replace ${vip.address} lladdr ${macOf(11)} dev eth0 nud stale`);
    }
    if (before.announcer.kind === 'able') {
      await announceVips(fleet.pool, before.announcer, fleet, conditions);
    }
    const table = await ground.on('db', `ip neigh show ${vip4.address}; ip neigh show ${vip6.address}`);
    expect(table.match(/lladdr \S+/g)).toEqual([`lladdr ${directorMac}`, `lladdr ${directorMac}`]);
  }, 60_000);

  it('never announces from a director that stands by', async () => {
    const { fleet, conditions } = given('standby');
    const { announcer } = await findAilment(fleet.pool, fleet, macs, conditions);
    expect(announcer).toMatchObject({
      kind: 'unable',
      reason: expect.stringContaining('is not the one that answers now'),
      commands: [`arping -U -c 5 -I NIC -s ${vip4.address} ${vip4.address}`, `ndsend ${vip6.address} NIC`],
    });
  }, 60_000);

  it('says who would poison again what is healed', async () => {
    const { fleet, conditions } = given('director');
    await ground.on('web11', 'sysctl -qw net.ipv4.conf.all.arp_ignore=0');
    const { wrongClaims } = await findAilment(fleet.pool, fleet, macs, conditions);
    await ground.on('web11', 'sysctl -qw net.ipv4.conf.all.arp_ignore=1');
    expect(wrongClaims).toMatchObject([{ claimant: { kind: 'member', host: 'web11' } }]);
  }, 60_000);
});

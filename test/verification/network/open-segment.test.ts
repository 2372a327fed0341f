import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/core/network.ts';
import type { Host } from '../../../src/inventory/fleet.ts';
import type { Session } from '../../../src/transports/transport.ts';
import type { Connect } from '../../../src/verification/network/call-witness.ts';
import { openSegment } from '../../../src/verification/network/open-segment.ts';
import type { Segment } from '../../../src/verification/network/segment.ts';
import { describeWith } from '../../describe-with.ts';
import { fleetWith } from './a-fleet.ts';
import { asMember, laySegment, macOf, needs, type TestSegment, vip4, vip6 } from './ground.ts';

const { signal } = new AbortController();
const vips = [vip4, vip6];

describeWith([...needs, 'python3', 'perl', 'arping', 'tcpdump'], 'a segment with its witnesses', () => {
  let ground: TestSegment;
  let web11: Host;
  let web12: Host;
  let watcher: Host;
  beforeAll(async () => {
    ground = await laySegment({ web11: 11, web12: 12, watcher: 50 });
    await ground.on('web11', asMember);
    await ground.on('web12', asMember);
    [web11, web12, watcher] = await Promise.all([
      ground.door('web11'),
      ground.door('web12'),
      ground.door('watcher'),
    ]);
  }, 60_000);
  afterAll(async () => {
    await ground[Symbol.asyncDispose]();
  }, 60_000);

  function segment(
    witnesses: readonly string[] | 'auto' | 'none',
    hosts = [web11, web12, watcher],
    connect: Connect = (host, abort) => ground.transport.connect(host, abort),
  ): Segment {
    const fleet = fleetWith(hosts, { members: ['web11', 'web12'], witnesses });
    return openSegment({
      fleet,
      pools: [fleet.pool],
      memberMacs: new Map([
        [macOf(11), 'web11'],
        [macOf(12), 'web12'],
      ]),
      connect,
    });
  }

  it('hears the director alone when all is well, also from members', async () => {
    await using network = segment('auto');
    const report = await network.survey(vips, signal);
    expect(report.witnesses).toMatchObject([
      { means: 'python3 raw socket', proves: 'replies' },
      { means: 'python3 raw socket', proves: 'replies' },
    ]);
    expect(new Set(report.witnesses.map(({ host }) => host))).toEqual(new Set(['web11', 'web12']));
    const claims = new Set(
      report.claims.map(({ vip, claimant, witness }) => `${witness} ${vip} ${claimant.kind}`),
    );
    expect(claims).toEqual(
      new Set([
        'web11 192.0.2.100 director',
        'web11 2001:db8::100 director',
        'web12 192.0.2.100 director',
        'web12 2001:db8::100 director',
      ]),
    );
    expect(report.poisoned).toEqual([]);
  }, 60_000);

  it('names the member that answers for a VIP, and the neighbour that it poisoned', async () => {
    await using network = segment(['watcher']);
    await ground.on('web12', 'sysctl -qw net.ipv4.conf.all.arp_ignore=0');
    await ground.on('watcher', `ip neigh replace ${vip4.address} lladdr ${macOf(12)} dev eth0 nud stale`);
    const report = await network.survey(vips, signal);
    await ground.on('web12', 'sysctl -qw net.ipv4.conf.all.arp_ignore=1');
    await ground.on('watcher', `ip neigh del ${vip4.address} dev eth0`);
    const liars = report.claims.filter(({ claimant }) => claimant.kind !== 'director');
    expect(liars).toMatchObject([
      { vip: vip4.address, mac: macOf(12), claimant: { kind: 'member', host: 'web12' }, witness: 'watcher' },
    ]);
    expect(report.poisoned).toEqual([{ host: 'watcher', vip: vip4.address, mac: macOf(12) }]);
  }, 60_000);

  it('sees one single wrong reply within a long watch, and tells it while it watches', async () => {
    await using network = segment(['watcher']);
    const told: Claim[] = [];
    const watch = await network.watch(vips, (claim) => told.push(claim), signal);
    await ground.on('web11', `arping -q -U -c 1 -I eth0 -s ${vip4.address} ${vip4.address}`);
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
    const report = await watch.stop();
    expect(told).toMatchObject([{ claimant: { kind: 'member', host: 'web11' }, count: 1 }]);
    expect(report.claims).toContainEqual(told[0]);
    expect(report.witnesses).toMatchObject([{ host: 'watcher', proves: 'replies' }]);
    expect(report.witnesses[0]?.requests).toBeGreaterThan(10);
  }, 60_000);

  it('misses no wrong reply of a member that answers for half a second', async () => {
    await using network = segment('auto');
    const watch = await network.watch(vips, () => undefined, signal);
    await ground.on(
      'web12',
      'sysctl -qw net.ipv4.conf.all.arp_ignore=0; sleep 0.5; sysctl -qw net.ipv4.conf.all.arp_ignore=1',
    );
    const report = await watch.stop();
    const wrong = report.claims.filter(({ claimant }) => claimant.kind === 'member');
    expect(wrong).toMatchObject([{ mac: macOf(12), witness: 'web11' }]);
    expect(wrong[0]?.count).toBeGreaterThan(5);
  }, 60_000);

  it('leaves nothing running once it is stopped or its connection is cut', async () => {
    await expect.poll(() => ground.traces('watcher'), { timeout: 20_000 }).not.toContain('python3');
    const before = await ground.traces('watcher');
    const network = segment(['watcher']);
    await network.watch(vips, () => undefined, signal);
    expect(await ground.traces('watcher')).toContain('python3');
    await network[Symbol.asyncDispose]();
    await expect.poll(() => ground.traces('watcher'), { timeout: 20_000 }).toEqual(before);
  }, 60_000);

  it('leaves nothing running when the controller is killed', async () => {
    await expect.poll(() => ground.traces('watcher'), { timeout: 20_000 }).not.toContain('python3');
    const before = await ground.traces('watcher');
    const watching = fileURLToPath(new URL('./watching.ts', import.meta.url));
    const controller = spawn(process.execPath, ['--import', 'tsx', watching, JSON.stringify(watcher)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(controller.stdout, 'data');
    expect(await ground.traces('watcher')).toContain('python3');
    controller.kill('SIGKILL');
    await expect.poll(() => ground.traces('watcher'), { timeout: 20_000 }).toEqual(before);
  }, 60_000);

  it('replaces a witness whose looking is killed, and names it', async () => {
    await using network = segment(['watcher', 'web11', 'web12']);
    const watch = await network.watch(vips, () => undefined, signal);
    ground.kill('watcher', 'python3');
    await expect.poll(() => ground.traces('web12'), { timeout: 20_000 }).toContain('python3');
    const report = await watch.stop();
    expect(report.witnesses).toMatchObject([
      { host: 'web11', proves: 'replies' },
      { host: 'web12', proves: 'replies' },
      { host: 'watcher', proves: 'nothing', reason: expect.stringMatching(/^lost after \d+ requests: /) },
    ]);
  }, 60_000);

  it('hears a member with tcpdump alone, which beats, and minds no frame in its own name', async () => {
    await using network = segment(['watcher'], [await ground.doorOfRoot('watcher')], async (host, abort) =>
      withTcpdumpAlone(await ground.transport.connect(host, abort)),
    );
    const told: Claim[] = [];
    const watch = await network.watch(vips, (claim) => told.push(claim), signal);
    await ground.on('web11', 'arping -q -U -c 1 -I eth0 192.0.2.11');
    await ground.on('web11', `arping -q -U -c 1 -I eth0 -s ${vip4.address} ${vip4.address}`);
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
    const report = await watch.stop();
    expect(report.witnesses).toEqual([{ host: 'watcher', means: 'tcpdump', proves: 'table', requests: 0 }]);
    expect(report.claims).toMatchObject([
      { vip: vip4.address, claimant: { kind: 'member', host: 'web11' }, count: 1 },
    ]);
  }, 60_000);

  describe('when a witness cannot look', () => {
    it('calls the next one and says why', async () => {
      await using network = segment(
        ['lost', 'watcher'],
        [web11, web12, watcher, { ...watcher, name: 'lost', port: 1 }],
      );
      const report = await network.survey(vips, signal);
      expect(report.witnesses).toMatchObject([
        { host: 'watcher', proves: 'replies' },
        { host: 'lost', proves: 'nothing' },
      ]);
      expect(report.witnesses[1]?.reason).toContain('1');
    }, 60_000);

    it('says so when nobody is left', async () => {
      await using network = segment('none');
      const report = await network.survey(vips, signal);
      expect(report.witnesses).toMatchObject([
        { host: 'pool web', proves: 'nothing', reason: 'witnesses: none is set' },
      ]);
    }, 60_000);
  });
});

/** A host that has no other program to look with. */
function withTcpdumpAlone(session: Session): Session {
  return {
    host: session.host,
    language: session.language,
    isOpen: true,
    peer: session.peer,
    async run(request) {
      const answer = await session.run(request);
      const lines = answer.stdout.split('\n').filter((line) => !/^(program|arping) (?!tcpdump$)/.test(line));
      return { ...answer, stdout: lines.join('\n') };
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

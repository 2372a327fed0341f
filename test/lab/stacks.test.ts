import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import { STACKS } from './stack-files.ts';
import { type Answer, askVipfarm, faultsOf, outcomesOf, statesOf } from './vipfarm-answer.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const VIP6 = '2001:db8::100';
const GUEST = '198.51.100.7/32';

/** Somebody else's address on lo, by somebody else's means. It is there before any network daemon has begun. */
const GUEST_UNIT = `cat >/etc/systemd/system/guest.service <<'UNIT'
[Unit]
Description=An address of somebody else
DefaultDependencies=no
After=systemd-sysctl.service
Before=network-pre.target
Wants=network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=ip address add ${GUEST} dev lo
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload && systemctl enable --quiet --now guest`;

/**
 * What keeps addresses by itself, and so could take them away or bring them back. ifupdown2 is not among them: whatever
 * is not in its files it takes away, with or without a VIP.
 */
const NETWORK_SERVICES: ReadonlyMap<string, string> = new Map([
  ['ifupdown', 'networking'],
  ['ifupdown-ng', 'networking'],
  ['networkd', 'systemd-networkd'],
  ['netplan', 'systemd-networkd'],
  ['networkmanager', 'NetworkManager'],
]);

// One life of a VIP on a farm that has every stack once; each test is a day in it and goes on from the one before.
describeWith(LAB_NEEDS, 'a VIP on hosts of every stack', () => {
  let farm: Farm;
  let inventory: string;
  let prober: ArpProber;
  let before: ReadonlyMap<string, Snapshot>;

  beforeAll(async () => {
    farm = await startFarm({ hosts: STACKS.map((stack) => ({ name: stack, stack })), vips: [VIP] });
    inventory = await farm.inventory({
      pools: { web: { vips: [VIP, VIP6], director: 'lab', services: [{ port: 80 }], members: STACKS } },
    });
    await eachHost((host) => host.mustExec(GUEST_UNIT));
    before = new Map(await eachHost(async (host) => [host.name, await host.snapshot()] as const));
    prober = await farm.startProber(VIP);
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('comes to every host by one apply', async () => {
    const answer = await ask('apply', '--yes');
    expect(outcomesOf(answer)).toEqual(everyHost('changed'));
    expect(answer.exitCode).toBe(0);
  });

  it('is found whole by verify', async () => {
    await expectWhole();
  });

  it('is reached by clients on every server through the director', async () => {
    await expectService();
  });

  it('is left alone by a second apply, which sends no changing script', async () => {
    const answer = await ask('apply', '--yes');
    expect(outcomesOf(answer)).toEqual(everyHost('ok'));
    const journal = await readFile(join(farm.runs, answer.run, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"host-probed"');
    expect(journal).not.toContain('"change-sent"');
  });

  it('outlives a restart of the network, and so does what others have on lo', async () => {
    await restartNetwork();
    await expectWhole();
    await expectGuests();
  });

  it('is back after a power loss and a boot, and so is what others have on lo', async () => {
    await eachHost(async (host) => {
      await host.powerLoss();
      await host.boot();
    });
    await expectWhole();
    await expectService();
    await expectGuests();
    expect(outcomesOf(await ask('apply', '--yes'))).toEqual(everyHost('ok'));
  });

  it('leaves every host as it was: /etc, the kernel settings of the network, and what others have on lo', async () => {
    const answer = await ask('remove', '--yes');
    expect(outcomesOf(answer)).toEqual(everyHost('changed'));
    await expectAsBefore();
    expect(statesOf(await ask('audit'))).toEqual(everyHost('missing'));
  });

  it('does not come back by a restart of the network', async () => {
    await restartNetwork();
    expect(statesOf(await ask('audit'))).toEqual(everyHost('missing'));
    await expectGuests();
  });

  it('was answered for by the director alone, at every moment, boots included', async () => {
    const count = await prober.stop();
    expect(count.requests).toBeGreaterThan(1000);
    expect(countFrom(count, [farm.directorMac])).toBeGreaterThan(count.requests * 0.9);
    expect(
      countFrom(
        count,
        farm.hosts.map((host) => host.mac),
      ),
    ).toBe(0);
  });

  function eachHost<T>(work: (host: LabHost) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(farm.hosts.map(work));
  }

  function everyHost(word: string): ReadonlyMap<string, string> {
    return new Map(STACKS.map((stack) => [stack, word]));
  }

  function ask(...argv: readonly string[]): Promise<Answer> {
    return askVipfarm(farm, inventory, [...argv, 'web']);
  }

  async function expectWhole(): Promise<void> {
    const answer = await ask('verify');
    expect(answer.hosts.map((host) => [host.host, ...faultsOf(host)])).toEqual(
      STACKS.map((stack) => [stack]),
    );
    expect(statesOf(answer)).toEqual(everyHost('ok'));
    expect(answer.exitCode).toBe(0);
  }

  async function expectService(): Promise<void> {
    await farm.client.forgetNeighbours();
    const names = await farm.client.fetch(VIP, 200);
    expect([...names.keys()].sort()).toEqual([...STACKS].sort());
  }

  async function expectGuests(): Promise<void> {
    const found = await eachHost(async (host) => [
      host.name,
      await host.mustExec('ip -o -4 address show dev lo'),
    ]);
    for (const [name, addresses] of found) expect(addresses, name).toContain(` ${GUEST} `);
  }

  async function expectAsBefore(): Promise<void> {
    const differences = await eachHost(async (host) => [
      host.name,
      ...compareSnapshots(before.get(host.name) ?? new Map(), await host.snapshot()),
    ]);
    expect(differences).toEqual(STACKS.map((stack) => [stack]));
    await expectGuests();
    const left = await eachHost((host) =>
      host.exec('ls -d /var/lib/vipfarm; ip -o address show dev lo | grep -e 192.0 -e 2001:'),
    );
    expect(left.map((result) => result.stdout)).toEqual(STACKS.map(() => ''));
  }

  async function restartNetwork(): Promise<void> {
    await eachHost(async function restart(host) {
      const service = NETWORK_SERVICES.get(host.stack);
      // A daemon says that it has started before it has looked at every link.
      if (service !== undefined) await host.mustExec(`systemctl restart ${service} && sleep 2`);
    });
  }
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import type { CommandResult } from './run-command.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import type { Stack } from './stack-files.ts';
import { askVipfarm, statesOf } from './vipfarm-answer.ts';
import { type Moment, runAndMeddle, type WatchedEnd } from './watched-run.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const HOSTS: readonly (readonly [string, Stack])[] = [
  ['web1', 'ifupdown'],
  ['web2', 'networkd'],
  ['web3', 'netplan'],
  ['web4', 'networkmanager'],
  ['web5', 'systemd-unit'],
  ['web6', 'ifupdown'],
];
const NAMES = HOSTS.map(([name]) => name);

/** A sysctl that says yes and does nothing: every exit code is good, and ARP is not silenced. */
const LYING_SYSCTL = `printf '#!/bin/sh\\nexit 0\\n' >/run/sysctl.lie && chmod 755 /run/sysctl.lie && mount --bind /run/sysctl.lie /sbin/sysctl`;
const TRUE_SYSCTL = 'umount /sbin/sysctl';

/** Somebody's own failover program, which announces each address that it finds on lo. The settings of ARP do not bind it. */
const ANNOUNCER = `cat >/run/announcer <<'SH'
#!/bin/sh
while :; do
  ip -o address show dev lo | grep -q -F ' ${VIP}/' && arping -q -c 1 -U -I eth0 -s ${VIP} ${VIP}
  sleep 0.3
done
SH
chmod 755 /run/announcer && systemd-run --quiet --unit=announcer /run/announcer`;
const NO_ANNOUNCER = 'systemctl stop announcer';

/** Stands before the real sysctl, and holds each step with it until it is let go; at most a minute. */
const HELD_SYSCTL = `cp /sbin/sysctl /run/sysctl.real && touch /run/hold
cat >/run/sysctl.held <<'SH'
#!/bin/sh
touch /run/in-step
n=0; while [ -e /run/hold ] && [ $n -lt 300 ]; do sleep 0.2; n=$((n + 1)); done
exec /run/sysctl.real "$@"
SH
chmod 755 /run/sysctl.held && mount --bind /run/sysctl.held /sbin/sysctl`;
const LET_GO = 'rm -f /run/hold';
const FREE_SYSCTL = 'umount /sbin/sysctl; rm -f /run/in-step';

// One night of an operator on a farm of six; each test goes on from the one before.
describeWith(LAB_NEEDS, 'a rollout over six servers', () => {
  let farm: Farm;
  let inventory: string;
  let prober: ArpProber;
  let before: ReadonlyMap<string, Snapshot>;

  beforeAll(async () => {
    farm = await startFarm({ hosts: HOSTS.map(([name, stack]) => ({ name, stack })), vips: [VIP] });
    inventory = await farm.inventory({
      pools: {
        web: {
          vips: [VIP],
          director: 'lab',
          services: [{ port: 80 }],
          members: NAMES,
          rollout: { batches: [1, 2, '100%'] },
        },
      },
    });
    before = new Map(await eachHost(async (host) => [host.name, await host.snapshot()] as const));
    prober = await farm.startProber(VIP);
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('stops at a canary on which a step does not hold, and nothing is sent to the others', async () => {
    const canary = farm.host('web1');
    await canary.mustExec(LYING_SYSCTL);
    const stopped = await vipfarm('apply', 'web');
    await canary.mustExec(TRUE_SYSCTL);
    // A host that was rolled back says more than the gate, which would be 5.
    expect(stopped.code).toBe(8);
    expect(stopped.stdout).toMatch(/not-attempted +web\[2-6\]/);
    expect(stopped.stdout).toContain('Stopped at the gate after batch 1:');
    expect(stopped.stdout).toMatch(
      /rolled-back +web1 +failed at "~ all\.arp_ignore 0 -> 1, .*": found: all arp_ignore 0 \//,
    );
    expect(await changedHosts(runOf(stopped))).toEqual(['web1']);
    await expectAsBefore();
    await finish(stopped, 'resume');
    await expectStates('ok');
  });

  it('is taken away again by rollback', async () => {
    await finish(await lastRun(), 'rollback');
    await expectStates('missing');
    await expectAsBefore();
  });

  it('stops at a canary that answers for the VIP, although all its settings are right', async () => {
    const silent = await prober.stop();
    expect(countFrom(silent, macs())).toBe(0);
    const canary = farm.host('web1');
    await canary.mustExec(ANNOUNCER);
    const stopped = await vipfarm('apply', 'web');
    await canary.mustExec(NO_ANNOUNCER);
    prober = await farm.startProber(VIP);
    expect(stopped.code).toBe(8);
    expect(stopped.stdout).toMatch(new RegExp(`rolled-back +web1 .*${canary.mac}`));
    expect(stopped.stdout).toMatch(/not-attempted +web\[2-6\]/);
    expect(await changedHosts(runOf(stopped))).toEqual(['web1']);
    await expectAsBefore();
    await finish(stopped, 'resume');
    await expectStates('ok');
  });

  it('that is killed in the middle of a remove is told host by host, and put back by rollback', async () => {
    const killed = await killInBatch(2, 'remove');
    const told = await vipfarm('runs', 'show', killed);
    expect(told.stdout).toContain('cut off');
    expect(told.stdout).toMatch(/changed +web1 +done: /);
    expect(told.stdout).toMatch(/in doubt +web.* unknown: vip-down/);
    expect(told.stdout).toMatch(/not begun +web.*6/);
    expect(told.stdout).toContain(`vipfarm resume ${killed}`);
    await finish(killed, 'rollback');
    await expectStates('ok');
  });

  it('that is killed in the middle of a remove is finished by resume', async () => {
    const killed = await killInBatch(2, 'remove');
    await finish(killed, 'resume');
    await expectStates('missing');
    await expectAsBefore();
  });

  it('is not joined by a second operator, who reads who holds the pool', async () => {
    let second: CommandResult | undefined;
    let locks = '';
    let told = '';
    const first = await meddle(['apply', 'web', '--pause', '20s'], /"gate-judged"/, async () => {
      second = await vipfarm('remove', 'web');
      locks = (await vipfarm('locks', 'list')).stdout;
      const refused = /, run (\S+)$/m.exec(second.stderr)?.[1] ?? '';
      told = (await vipfarm('runs', 'show', refused)).stdout;
    });
    expect(second?.code).toBe(6);
    expect(second?.stderr).toMatch(/pool web is held by \S+@\S+ since .*: vipfarm apply web .*, process \d+/);
    expect(second?.stderr).toContain(first.run);
    expect(locks).toContain(first.run);
    expect(told).toMatch(/not-attempted +web\[1-6\] +pool web is held by /);
    expect(first.exitCode).toBe(0);
    await expectStates('ok');
  });

  it('is refused by the hosts where an operator with a store of his own is at work, or has been since', async () => {
    expect((await vipfarm('remove', 'web')).code).toBe(0);
    const host = farm.host('web1');
    await host.mustExec(HELD_SYSCTL);
    const elsewhere = join(farm.folder, 'elsewhere');
    let during: CommandResult | undefined;
    let since: CommandResult | undefined;
    const first = await meddle(['apply', 'web', '--pause', '20s'], /"change-sent"/, async () => {
      await inStep(host);
      during = await vipfarmAs(elsewhere, 'apply', 'web', '--limit', 'web1');
      await host.mustExec(LET_GO);
      since = await vipfarmAs(elsewhere, 'apply', 'web', '--limit', 'web2');
    });
    await host.mustExec(FREE_SYSCTL);
    expect(during?.stdout).toMatch(
      /failed +web1 +nothing was changed: the change of run \S+ by \S+@\S+ is under way on this host since/,
    );
    expect([during?.code, since?.code]).toEqual([5, 0]);
    expect(first.printed).toMatch(/failed +web2 +nothing was changed: /);
    expect(first.exitCode).toBe(5);
    await finish(first.run ?? '', 'resume');
    await expectStates('ok');
  });

  it('heals itself where its operator is cut off, and is finished by resume', async () => {
    expect((await vipfarm('remove', 'web')).code).toBe(0);
    const host = farm.host('web1');
    await host.mustExec(HELD_SYSCTL);
    const cut = await meddle(['apply', 'web', '--deadman', '30s'], /"change-sent"/, async () => {
      await inStep(host);
      await host.cable('down');
      await host.mustExec(LET_GO);
      const fired = async () => (await host.exec('grep ended /var/lib/vipfarm/progress')).code;
      await expect.poll(fired, { timeout: 180_000, interval: 500 }).toBe(0);
      await host.cable('up');
    });
    await host.mustExec(FREE_SYSCTL);
    expect(cut.exitCode).toBe(8);
    expect(cut.printed).toMatch(/web1 .*the host has undone the change by itself/);
    await finish(cut.run ?? '', 'resume');
    await expectStates('ok');
  });

  it('was answered for by no server but the one that was made to', async () => {
    const count = await prober.stop();
    expect(count.requests).toBeGreaterThan(1000);
    expect(countFrom(count, macs())).toBe(0);
    expect((await vipfarm('remove', 'web')).code).toBe(0);
    await expectAsBefore();
  });

  function vipfarm(...words: readonly string[]): Promise<CommandResult> {
    return vipfarmAs(undefined, ...words);
  }

  /** With a store in this folder, as from a machine of one's own. */
  function vipfarmAs(store: string | undefined, ...words: readonly string[]): Promise<CommandResult> {
    const reaches = !['runs', 'locks'].includes(words[0] ?? '');
    const changes = reaches && !['verify', 'audit'].includes(words[0] ?? '');
    const options = [...(changes ? ['--yes'] : []), ...(reaches ? ['-i', inventory] : [])];
    const environment = store === undefined ? {} : { XDG_STATE_HOME: store };
    return farm.vipfarm([...words, ...options], { environment, limit: 500_000 });
  }

  /** Does the deed when a line like this stands in the journal. */
  function meddle(words: readonly string[], mark: RegExp, deed: () => Promise<void>): Promise<WatchedEnd> {
    return runAndMeddle(farm, [...words, '--yes', '-i', inventory], moment(mark), deed);
  }

  async function killInBatch(batch: number, verb: 'apply' | 'remove'): Promise<string> {
    const mark = new RegExp(`"batch-started","batch":${batch}[^]*"change-sent"`);
    const words = [verb, 'web', '--yes', '-i', inventory];
    const end = await runAndMeddle(farm, words, moment(mark), (watched) => watched.kill());
    expect(end.signal).toBe('SIGKILL');
    return end.run ?? '';
  }

  async function finish(run: CommandResult | string, verb: 'resume' | 'rollback'): Promise<void> {
    const end = await vipfarm(verb, typeof run === 'string' ? run : runOf(run));
    expect([end.code, end.stdout, end.stderr]).toEqual([0, expect.anything(), expect.anything()]);
  }

  async function lastRun(): Promise<string> {
    const { stdout } = await vipfarm('runs', 'list');
    const line = stdout.split('\n').find((one) => / (apply|resume|remove|rollback) /.test(one));
    return line?.split(' ')[0] ?? '';
  }

  async function inStep(host: LabHost): Promise<void> {
    const begun = async () => (await host.exec('test -e /run/in-step')).code;
    await expect.poll(begun, { timeout: 60_000, interval: 100 }).toBe(0);
  }

  /** The hosts that something was sent to. */
  async function changedHosts(run: string): Promise<readonly string[]> {
    const journal = await readFile(join(farm.runs, run, 'journal.jsonl'), 'utf8');
    const sent = [...journal.matchAll(/"kind":"change-sent","host":"([^"]+)"/g)].map(([, host = '']) => host);
    return [...new Set(sent)].toSorted();
  }

  async function expectStates(state: string): Promise<void> {
    const answer = await askVipfarm(farm, inventory, ['verify', 'web']);
    expect(statesOf(answer)).toEqual(new Map(NAMES.map((name) => [name, state])));
  }

  async function expectAsBefore(): Promise<void> {
    const differences = await eachHost(async (host) => [
      host.name,
      ...compareSnapshots(before.get(host.name) ?? new Map(), await host.snapshot()),
      (await host.exec('ls -d /var/lib/vipfarm')).stdout,
    ]);
    expect(differences).toEqual(NAMES.map((name) => [name, '']));
  }

  function macs(): readonly string[] {
    return farm.hosts.map((host) => host.mac);
  }

  function eachHost<T>(work: (host: LabHost) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(farm.hosts.map(work));
  }
});

/** When this stands in the journal. */
function moment(mark: RegExp): Moment {
  return { isReached: (journal) => mark.test(journal.join('\n')), milliseconds: 0 };
}

/** The run that a result names. */
function runOf({ stdout, stderr }: CommandResult): string {
  const name = / {3}run (\S+)$/m.exec(stdout)?.[1];
  if (name === undefined) throw new Error(`no run is named in:\n${stdout}${stderr}`);
  return name;
}

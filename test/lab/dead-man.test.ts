import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ChangeOrder } from '../../src/core/change-order.ts';
import type { Step } from '../../src/core/step.ts';
import type { RememberedChange } from '../../src/platforms/host-memory.ts';
import { linux } from '../../src/platforms/linux/index.ts';
import type { ChangeAnswer, Desired, HostDecision } from '../../src/platforms/platform.ts';
import { probeScript, readAnswer } from '../../src/platforms/reading.ts';
import { describeWith } from '../describe-with.ts';
import { desiring } from '../platforms/desiring.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import type { Stack } from './stack-files.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const STACKS: readonly Stack[] = ['ifupdown', 'networkd', 'netplan', 'networkmanager'];
const vips = [{ address: '192.0.2.100', family: 4 as const }];
const wanted = desiring({ present: vips, arp: 'all' });
const unwanted = desiring({ absent: vips, arp: 'all' });

// Scripts go to the hosts as they are, over SSH; each test leaves the hosts as it found them, but for the last VIP.
describeWith(LAB_NEEDS, 'a dead-man on hosts of four stacks', () => {
  let farm: Farm;
  let prober: ArpProber;
  let before: ReadonlyMap<string, Snapshot>;

  beforeAll(async () => {
    farm = await startFarm({ hosts: STACKS.map((stack) => ({ name: stack, stack })), vips: ['192.0.2.100'] });
    before = new Map(await eachHost(async (host) => [host.name, await host.snapshot()] as const));
    prober = await farm.startProber('192.0.2.100');
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it('undoes an apply by itself when the way to the host is cut', async () => {
    await expectTakenBack('cut-1', wanted);
    await expectAsBefore();
  });

  it('leaves nothing of an apply on trial when the power goes', async () => {
    await eachHost(async (host) => {
      expect(await tryOut(host, 'power-1', wanted, 600)).toMatchObject({
        armed: { means: 'systemd', seconds: 600 },
      });
      await host.powerLoss();
      await host.boot();
      expect(await recall(host)).toMatchObject({ run: 'power-1', state: 'cut-off', booted: true });
      await send(host, linux.dismiss('power-1'));
    });
    await expectAsBefore();
  });

  it('leaves an apply alone that is confirmed in time, with all that lasts', async () => {
    await eachHost(async (host) => {
      const steps = await planFor(host, wanted);
      const ordered = orderOf('kept', 600);
      expect(linux.readChange(await send(host, linux.compile(steps, ordered))).armed).toBeDefined();
      const answer = linux.readChange(await send(host, linux.compileConfirm(steps, ordered)));
      expect(answer.ends.map(({ step, end }) => `${step} ${end}`)).toEqual([
        'remember done',
        'arp-at-boot done',
        'boot-files done',
      ]);
      expect(await decide(host, wanted)).toMatchObject({ kind: 'as-wanted' });
      expect(await host.mustExec('systemctl list-units --all --no-legend "vipfarm-deadman*"')).toBe('');
      await host.powerLoss();
      await host.boot();
      expect(await decide(host, wanted)).toMatchObject({ kind: 'as-wanted' });
    });
  });

  it('undoes a remove by itself when the way to the host is cut, and a loss of power does too', async () => {
    const whole = new Map(await eachHost(async (host) => [host.name, await host.snapshot()] as const));
    await expectTakenBack('cut-2', unwanted);
    await eachHost(async (host) => {
      await tryOut(host, 'power-2', unwanted, 600);
      await host.powerLoss();
      await host.boot();
      expect(await decide(host, wanted)).toMatchObject({ kind: 'as-wanted' });
      expect([
        host.name,
        ...compareSnapshots(whole.get(host.name) ?? new Map(), await host.snapshot()),
      ]).toEqual([host.name]);
    });
  });

  it('leaves a remove alone that is confirmed, and then nothing is left', async () => {
    await eachHost(async (host) => {
      const steps = await planFor(host, unwanted);
      const ordered = orderOf('gone', 600);
      await send(host, linux.compile(steps, ordered));
      await send(host, linux.compileConfirm(steps, ordered));
    });
    await expectAsBefore();
  });

  it('was answered for by the director alone, at every moment', async () => {
    const count = await prober.stop();
    expect(count.requests).toBeGreaterThan(1000);
    const members = farm.hosts.map((host) => host.mac);
    expect(countFrom(count, members)).toBe(0);
  });

  /** A change on trial, the cable pulled, and after the time the host as it was: seen from inside, past the network. */
  async function expectTakenBack(run: string, desired: Desired): Promise<void> {
    await eachHost(async (host) => {
      const first = await host.mustExec(LOOK);
      expect(await tryOut(host, run, desired, 30)).toMatchObject({
        armed: { means: 'systemd', seconds: 30 },
      });
      await cable(host, 'down');
      expect(await host.mustExec(LOOK)).not.toBe(first);
      await expect.poll(() => notes(host), { timeout: 120_000, interval: 500 }).toContain(`${run} - ended`);
      expect(await host.mustExec(LOOK)).toBe(first);
      await cable(host, 'up');
      expect(await recall(host)).toMatchObject({ run, state: 'taken-back', booted: false });
      await send(host, linux.dismiss(run));
    });
  }

  async function tryOut(
    host: LabHost,
    run: string,
    desired: Desired,
    seconds: number,
  ): Promise<ChangeAnswer> {
    const steps = await planFor(host, desired);
    return linux.readChange(await send(host, linux.compile(steps, orderOf(run, seconds))));
  }

  async function planFor(host: LabHost, desired: Desired): Promise<readonly Step[]> {
    const decision = await decide(host, desired);
    if (decision.kind !== 'change') throw new Error(`${host.name}: ${JSON.stringify(decision)}`);
    return decision.steps;
  }

  async function decide(host: LabHost, desired: Desired): Promise<HostDecision> {
    const { platform, observed } = readAnswer(await send(host, probeScript({ vips }, 'shell')));
    return platform.plan(desired, observed);
  }

  async function recall(host: LabHost): Promise<RememberedChange | undefined> {
    return linux.readRecall(await send(host, linux.recall())).change;
  }

  /** Every script over a connection of its own, as root. */
  async function send(host: LabHost, script: string): Promise<string> {
    const options = ['-F', 'none', '-i', farm.identityFile, '-o', `UserKnownHostsFile=${farm.knownHosts}`];
    const argv = [
      'ssh',
      ...options,
      '-o',
      'StrictHostKeyChecking=yes',
      `ops@${host.address}`,
      'exec sudo -n sh -s',
    ];
    const { code, stdout, stderr } = await farm.inLab(argv, { input: script });
    if (code !== 0) throw new Error(`${host.name}: ssh ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** The host's end of its cable on the segment. */
  async function cable(host: LabHost, state: 'up' | 'down'): Promise<void> {
    const result = await farm.inLab(['ip', 'link', 'set', 'dev', host.name, state]);
    expect(result.code).toBe(0);
    if (state === 'down') return;
    const reached = () => send(host, 'echo reached').catch(() => '');
    await expect.poll(reached, { timeout: 60_000 }).toBe('reached\n');
  }

  async function notes(host: LabHost): Promise<string> {
    return (await host.exec('cat /var/lib/vipfarm/progress')).stdout;
  }

  async function eachHost<T>(work: (host: LabHost) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(farm.hosts.map(work));
  }

  async function expectAsBefore(): Promise<void> {
    const differences = await eachHost(async (host) => [
      host.name,
      ...compareSnapshots(before.get(host.name) ?? new Map(), await host.snapshot()),
      (await host.exec('ls -d /var/lib/vipfarm; systemctl list-units --all --no-legend "vipfarm-deadman*"'))
        .stdout,
    ]);
    expect(differences).toEqual(STACKS.map((stack) => [stack, '']));
  }
});

/** The higher the later, as the clock's are. */
let fence = 0;

function orderOf(run: string, deadman: number): ChangeOrder {
  fence += 1;
  return { run, fence, owner: 'ops@lab', deadman };
}

/** What a change on trial changes: the addresses of lo and the settings of ARP. */
const LOOK = 'ip -o address show dev lo; grep . /proc/sys/net/ipv4/conf/*/arp_*';

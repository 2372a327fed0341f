import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { describeWith } from '../describe-with.ts';
import { type ArpProber, countFrom } from './arp-prober.ts';
import { takeDice } from './dice.ts';
import { type Farm, startFarm } from './farm.ts';
import type { LabHost } from './lab-host.ts';
import { LAB_NEEDS } from './needs.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';
import type { Stack } from './stack-files.ts';
import { type Answer, askVipfarm, outcomesOf, reasonsOf, statesOf } from './vipfarm-answer.ts';
import { runAndMeddle, type Watched, type WatchedEnd } from './watched-run.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

const VIP = '192.0.2.100';
const STACKS: readonly Stack[] = ['ifupdown', 'networkd', 'netplan', 'networkmanager'];

type Blow = 'kill' | 'power cut' | 'management cut';

/** How many of each: few in every run of the tests, and as many as wanted by these variables. */
const counts: Readonly<Record<Blow, number>> = {
  kill: Number(process.env['KILLS'] ?? 8),
  'power cut': Number(process.env['POWER_CUTS'] ?? 2),
  'management cut': Number(process.env['MANAGEMENT_CUTS'] ?? 2),
};
const seed = Number(process.env['SEED'] ?? 4);
const dice = takeDice(seed);
const blows = dice.shuffle(
  (['kill', 'power cut', 'management cut'] as const).flatMap((blow) =>
    Array.from({ length: counts[blow] }, () => blow),
  ),
);

const step = z.enum(['done', 'not done', 'unknown']);
/** `runs show`: the journal of a run that was cut off, else how each host ended. */
const Told = z.object({
  run: z.object({ state: z.enum(['cut-off', 'ended']) }),
  hosts: z.array(z.object({ host: z.string(), outcome: z.string() })).nullable(),
  journal: z
    .array(z.object({ host: z.string(), changes: z.array(z.object({ steps: z.record(z.string(), step) })) }))
    .optional(),
});

// An apply and a remove in alternation, each struck at a moment that the dice choose, each then finished or taken back.
describeWith(LAB_NEEDS, `runs that are struck at random moments (seed ${seed})`, () => {
  let farm: Farm;
  let inventory: string;
  let prober: ArpProber;
  let before: ReadonlyMap<string, Snapshot>;
  /** Whether the VIP is on the hosts; undefined while nobody knows. */
  let whole: boolean | undefined = false;
  /** Lines in the journal of a run that nobody disturbs. */
  let journalLength = 0;

  beforeAll(async () => {
    farm = await startFarm({ hosts: STACKS.map((stack) => ({ name: stack, stack })), vips: [VIP] });
    inventory = await farm.inventory({
      pools: { web: { vips: [VIP], director: 'lab', services: [{ port: 80 }], members: STACKS } },
    });
    before = new Map(await eachHost(async (host) => [host.name, await host.snapshot()] as const));
    prober = await farm.startProber(VIP);
    const undisturbed = await meddle(['apply', 'web', '--batches', '100%'], 0, () => undefined);
    expect([undisturbed.exitCode, undisturbed.printed]).toEqual([0, expect.anything()]);
    journalLength = undisturbed.journal.length;
    whole = true;
  });

  afterAll(async () => {
    await farm?.[Symbol.asyncDispose]();
  });

  it.each(blows.map((blow, at) => [at + 1, blow] as const))('%i: a %s', async (number, blow) => {
    if (whole === undefined) {
      await ask('remove', 'web');
      whole = false;
    }
    const wasWhole = whole;
    whole = undefined;
    const verb = wasWhole ? 'remove' : 'apply';
    const deadman = blow === 'management cut' || dice.chance(0.2) ? '20s' : 'auto';
    const batches = dice.pick(['100%', '1,100%']);
    const words = [verb, 'web', '--batches', batches, '--deadman', deadman];
    let struck = await strike(blow, words);
    let story = `${verb} ${batches} deadman ${deadman}, ${blow} after ${struck.journal.length} of ${journalLength} lines`;
    if (blow === 'kill' && struck.hasPlan && dice.chance(0.25)) {
      // Whatever mends may be killed as well; when little is left to do, it has ended before.
      const words = ['resume', struck.run ?? '', '--batches', batches];
      const mending = await meddle(words, dice.below(journalLength), (watched) => watched.kill());
      story += `, its resume too after ${mending.journal.length}`;
      if (mending.hasPlan) struck = mending;
    }
    await expectTold(struck);
    const back = !story.includes('resume') && dice.chance(1 / 3);
    const mended = await mend(struck, back, words);
    story += `; ${struck.hasPlan ? (back ? 'rollback' : 'resume') : `${verb} again`} ended with ${mended.exitCode}: ${tally(outcomesOf(mended))}`;
    const isWhole = back && struck.hasPlan ? wasWhole : !wasWhole;
    const verified = await ask('verify', 'web');
    story += `; verify: ${tally(statesOf(verified))}`;
    console.log(`${number} of ${blows.length}: ${story}`);
    expect(mended.exitCode, reasonsOf(mended)).toBe(0);
    expect(statesOf(verified)).toEqual(new Map(STACKS.map((stack) => [stack, isWhole ? 'ok' : 'missing'])));
    if (!isWhole) await expectNothingLeft();
    whole = isWhole;
  });

  it('leave every host as it was, once the last VIP is gone', async () => {
    const gone = await ask('remove', 'web');
    expect(gone.exitCode, reasonsOf(gone)).toBe(0);
    await expectNothingLeft();
    const differences = await eachHost(async (host) => [
      host.name,
      ...compareSnapshots(before.get(host.name) ?? new Map(), await host.snapshot()),
    ]);
    expect(differences).toEqual(STACKS.map((stack) => [stack]));
  });

  it('were answered for by the director alone, at every moment', async () => {
    const count = await prober.stop();
    const members = farm.hosts.map((host) => host.mac);
    console.log(
      `${count.requests} ARP requests; replies of members: ${countFrom(count, members)}, of the director: ${countFrom(count, [farm.directorMac])}`,
    );
    expect(count.requests).toBeGreaterThan(1000);
    expect(countFrom(count, [farm.directorMac])).toBeGreaterThan(count.requests * 0.9);
    expect(countFrom(count, members)).toBe(0);
  });

  /** Until the blow has met a run in work: the moment may have come after its end. */
  async function strike(blow: Blow, words: readonly string[]): Promise<WatchedEnd> {
    for (;;) {
      const moment = dice.below(journalLength);
      const end = await meddle(words, moment, (watched) => deal(blow, watched));
      if (end.wasDone && (blow !== 'kill' || end.signal === 'SIGKILL')) return end;
      // It came to its end: the opposite first, or there would be nothing to do.
      await ask(words[0] === 'apply' ? 'remove' : 'apply', 'web');
    }
  }

  async function deal(blow: Blow, watched: Watched): Promise<void> {
    switch (blow) {
      case 'kill':
        return watched.kill();
      case 'power cut': {
        const host = anyHost();
        await host.powerLoss();
        await wait(dice.below(3000));
        return host.boot();
      }
      case 'management cut': {
        const hosts = dice.chance(0.5) ? farm.hosts : [anyHost()];
        for (const host of hosts) await host.cable('down');
        await wait(2000 + dice.below(38_000));
        for (const host of hosts) await host.cable('up');
      }
    }
  }

  function meddle(words: readonly string[], lines: number, deed: (watched: Watched) => unknown) {
    const moment = {
      isReached: (journal: readonly string[]) => journal.length >= lines,
      milliseconds: lines === 0 ? 0 : dice.below(300),
    };
    return runAndMeddle(farm, [...words, '--yes', '-i', inventory], moment, deed);
  }

  /** Every host by name, and every step that was sent with one of three words. */
  async function expectTold({ run, journal }: WatchedEnd): Promise<void> {
    if (run === undefined || journal.length === 0) return;
    const { stdout, stderr } = await farm.vipfarm(['runs', 'show', run, '--output', 'json']);
    expect(stdout, stderr).toMatch(/^\{/);
    const told = Told.parse(JSON.parse(stdout));
    const named = (told.journal ?? told.hosts ?? []).map(({ host }) => host);
    expect(named.toSorted()).toEqual(STACKS.toSorted());
  }

  async function mend(struck: WatchedEnd, back: boolean, words: readonly string[]): Promise<Answer> {
    if (struck.hasPlan) return ask(back ? 'rollback' : 'resume', struck.run ?? '');
    if (struck.run !== undefined) {
      const { code, stderr } = await farm.vipfarm(['resume', struck.run, '--yes', '-i', inventory]);
      expect([code, stderr]).toEqual([64, expect.stringContaining('it changed nothing')]);
    }
    return ask(...words.slice(0, 2));
  }

  function ask(...words: readonly string[]): Promise<Answer> {
    const changes = words[0] === 'verify' ? [] : ['--yes', '--batches', '100%'];
    return askVipfarm(farm, inventory, [...words, ...changes]);
  }

  async function expectNothingLeft(): Promise<void> {
    const left = await eachHost(async (host) => {
      const look =
        'ls -d /var/lib/vipfarm; ls -A /run/vipfarm/trial; systemctl list-units --all --no-legend "vipfarm-deadman*"';
      return [host.name, (await host.exec(look)).stdout];
    });
    expect(left).toEqual(STACKS.map((stack) => [stack, '']));
  }

  function anyHost(): LabHost {
    const [host] = dice.shuffle(farm.hosts);
    if (host === undefined) throw new Error('the farm has no hosts');
    return host;
  }

  function eachHost<T>(work: (host: LabHost) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(farm.hosts.map(work));
  }
});

/** `3 changed, 1 ok` */
function tally(words: ReadonlyMap<string, string>): string {
  const all = [...words.values()];
  return [...new Set(all)].map((word) => `${all.filter((one) => one === word).length} ${word}`).join(', ');
}

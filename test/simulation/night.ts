import { begin, type Conduct, type Errand, type World } from './engine/conduct.ts';
import { killController, startController } from './engine/controller.ts';
import { breakLease, type LeaseBook, openLeaseBook } from './engine/lease-book.ts';
import { errandOf, finishing, rollingBack, takingAway } from './errands.ts';
import type { Judge } from './judge/judge.ts';
import { judgeFinish, judgeRestored } from './judge/last-judgement.ts';
import { doMischief, heal } from './mischief.ts';
import type { Farm } from './scenario.ts';
import type { StoryLine } from './story-line.ts';

/** What was played. */
export interface Night {
  readonly conducts: readonly Conduct[];
  readonly events: number;
}

/** No night of a small farm has more; one that has goes round in circles. */
const mostEvents = 60_000;
const minute = 60_000;

/**
 * Runs begin, are disturbed, killed and resumed. Then all is well again, somebody finishes what was begun, and perhaps
 * takes it back: everything must be known and right then.
 */
export async function playNight(world: World, farm: Farm, storyLine: StoryLine): Promise<Night> {
  const { time, judge, network } = world;
  const conducts: Conduct[] = [];
  const book = openLeaseBook();
  let events = 0;
  const coming = comingDeeds(world, farm, storyLine, book, conducts);

  async function pass(isOver: () => boolean): Promise<boolean> {
    const end = await time.run(isOver, look, mostEvents);
    if (end !== 'over')
      judge.accuse(end === 'endless' ? 'the night does not end' : 'somebody waits for ever');
    return end === 'over';
  }
  function look(): void {
    for (const watch of network.watches) watch();
    events += 1;
    for (const deed of coming.at(events)) deed();
  }
  async function playOut(errand: Errand): Promise<Conduct | undefined> {
    const conduct = begin(errand, startController('admin9'), world);
    conducts.push(conduct);
    return (await pass(() => conduct.state !== undefined)) ? conduct : undefined;
  }

  /** A run that is killed so many events after its beginning, unless it has ended by then. */
  async function cutOff(errand: Errand, { at, withPower }: StoryLine['kills'][number]): Promise<boolean> {
    const conduct = begin(errand, startController('admin9'), world);
    conducts.push(conduct);
    const end = events + at;
    if (!(await pass(() => conduct.state !== undefined || events >= end))) return false;
    if (conduct.state === undefined) killOff(conduct, withPower, judge);
    return await pass(isQuiet(world));
  }

  const main = errandOf('r1', farm, storyLine, book);
  conducts.push(begin(main, startController('admin1'), world));
  if (!(await pass(() => coming.isDone()))) return { conducts, events };
  coming.stop();
  heal(world);
  if (!(await pass(isQuiet(world)))) return { conducts, events };
  judge.calm();
  const last = await playOut(finishing(main, conducts));
  if (last !== undefined) judgeFinish(last, farm, judge);
  if (last !== undefined && storyLine.ending === 'rollback') {
    const errand = rollingBack(main, conducts);
    const [kill] = storyLine.kills;
    // What has killed the run kills the first attempt to take it back as well, at a moment of its own.
    if (kill !== undefined && !(await cutOff(errand, kill))) return { conducts, events };
    const back = await playOut(kill === undefined ? errand : finishing(errand, conducts));
    if (back !== undefined) judgeFinish(back, farm, judge);
  }
  if (last !== undefined && storyLine.ending === 'remove') {
    const away = await playOut(takingAway(main, conducts, farm));
    if (away !== undefined) judgeFinish(away, farm, judge);
    if (away !== undefined) judgeRestored(farm, judge);
  }
  return { conducts, events };
}

function killOff({ errand, folder, controller }: Conduct, withPower: boolean, judge: Judge): void {
  judge.story(() => `${errand.run} is killed`);
  if (withPower) folder.losePower();
  killController(controller);
}

/** Nothing moves on any host for a quarter of an hour. */
function isQuiet({ time, hosts }: World): () => boolean {
  const least = time.now() + 15 * minute;
  const tick = (): void => {
    time.after(minute, tick);
  };
  tick();
  return () => time.now() >= least && [...hosts.values()].every(({ memory }) => memory.processes.size === 0);
}

interface ComingDeeds {
  at(event: number): readonly (() => void)[];
  isDone(): boolean;
  stop(): void;
}

/** What the story line has in store, and the runs that it leads to. */
function comingDeeds(
  world: World,
  farm: Farm,
  storyLine: StoryLine,
  book: LeaseBook,
  conducts: Conduct[],
): ComingDeeds {
  const { time, judge } = world;
  const deeds = new Map<number, (() => void)[]>();
  let resuming = 0;
  let isOver = false;
  const add = (at: number | undefined, deed: () => void): void => {
    if (at !== undefined) deeds.set(at, [...(deeds.get(at) ?? []), deed]);
  };
  const inHand = (): Conduct | undefined =>
    conducts.findLast(({ errand, controller, state }) => {
      return errand.run !== 'rival' && controller.isAlive && state === undefined;
    });
  for (const { at, withPower, pause } of storyLine.kills) {
    add(at, () => {
      const conduct = inHand();
      if (conduct === undefined) return;
      killOff(conduct, withPower, judge);
      resuming += 1;
      time.after(pause, () => {
        resuming -= 1;
        if (isOver) return;
        const run = `r${conducts.length + 1}`;
        const errand = { ...finishing(conduct.errand, conducts), run, overrides: conduct.errand.overrides };
        conducts.push(begin(errand, startController(`admin${conducts.length + 1}`), world));
      });
    });
  }
  add(storyLine.interruptAt, () => {
    judge.story(() => 'the operator presses Ctrl-C');
    inHand()?.interrupt.abort();
  });
  add(storyLine.breakLeaseAt, () => {
    judge.story(() => 'somebody breaks the lease of web');
    breakLease(book, 'web');
  });
  const rival = storyLine.competitor;
  add(rival?.at, () => {
    const verb = rival?.verb ?? 'apply';
    const theirs = rival?.sharesStore === true ? book : openLeaseBook();
    const errand = { ...errandOf('rival', farm, { ...storyLine, verb }, theirs), isDry: false };
    conducts.push(begin(errand, startController('rival'), world));
  });
  for (const { at, what } of storyLine.mischiefs) add(at, () => doMischief(what, world));
  return {
    at: (event) => (isOver ? [] : (deeds.get(event) ?? [])),
    isDone: () =>
      resuming === 0 && conducts.every(({ state, controller }) => state !== undefined || !controller.isAlive),
    stop() {
      isOver = true;
    },
  };
}

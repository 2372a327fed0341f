import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../core/problem.ts';
import type { Namespaces } from './namespaces.ts';
import { mustRun } from './run-command.ts';
import { endingWithInput, startTool } from './tool.ts';

/** Who answered ARP for one VIP: each replier's MAC address, with the number of requests that it answered. */
export interface ArpTally {
  readonly requests: number;
  readonly replies: ReadonlyMap<string, number>;
}

/** Watches ARP from a namespace of its own, until disposed of. */
export interface ArpSurvey extends AsyncDisposable {
  /** By VIP, all that came in since the last call (for the first one, since the start). */
  tally(): Promise<ReadonlyMap<string, ArpTally>>;
}

/**
 * Makes a namespace fit for surveys.
 * @throws Problem 'demo-refused' when this kernel takes no negative locktime
 */
export async function prepareWitness(namespaces: Namespaces): Promise<void> {
  await mustRun(namespaces.onNetworkOf(['sysctl', '-qw', 'net.ipv4.neigh.eth0.locktime=-1']));
}

/** Milliseconds that the replies to a request have to come in before the next one is sent. */
const round = 10;
/** Milliseconds after which an event is not waited for any longer: the listener may not yet have been there. */
const patience = 200;
const broadcast = 'ff:ff:ff:ff:ff:ff';

/**
 * Asks who has each VIP, some ninety times a second, with nothing but `ip` and the kernel's own ARP.
 *
 * A neighbour entry that is to be probed, with the broadcast address as its MAC, makes the kernel send one ordinary
 * request "who has VIP" to everybody. Each reply that brings another MAC than the one before is an event of
 * `ip monitor neigh`. A negative locktime lets a reply replace one of the same tick, so that the replies of several
 * hosts to one request are all seen. The entry is deleted and made anew for each request.
 */
export async function surveyArp(namespaces: Namespaces, vips: readonly string[]): Promise<ArpSurvey> {
  const counter = countReplies(vips);
  const monitor = namespaces.onNetworkOf(endingWithInput(['ip', 'monitor', 'neigh']));
  const listener = startTool(monitor, counter.read);
  const asker = startTool(namespaces.onNetworkOf(['ip', '-batch', '-']), () => undefined);
  // `replace`, because the kernel keeps an entry that is in use at the moment of its deletion.
  const ask = vips.map((vip) => `neigh replace ${vip} lladdr ${broadcast} dev eth0 nud probe`);
  const forget = vips.map((vip) => `neigh del ${vip} dev eth0`);
  const stop = new AbortController();
  const untilRoundEnds: (() => void)[] = [];
  const asking = (async () => {
    while (!stop.signal.aborted) {
      asker.tell(ask);
      await Promise.race([counter.begun(), pause(patience)]);
      await pause(round);
      asker.tell(forget);
      await Promise.race([counter.ended(), pause(patience)]);
      for (const resolve of untilRoundEnds.splice(0)) resolve();
    }
  })();
  const broken = Promise.race([asker.ended, listener.ended]).then((complaint) => {
    throw new Problem('internal', `the ARP survey ended by itself: ${complaint.trim()}`);
  });
  // It is looked at where somebody waits for a tally.
  broken.catch(() => undefined);
  const tally = async () => {
    await Promise.race([new Promise<void>((resolve) => untilRoundEnds.push(resolve)), broken]);
    return counter.take();
  };
  // What came before the listener was ready is no whole round.
  await tally();
  return {
    tally,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await asking;
      await Promise.all([asker.end(), listener.end()]);
    },
  };
}

interface ReplyCounter {
  /** Takes one line of `ip monitor neigh`. */
  readonly read: (line: string) => void;
  /** Resolves when the last VIP has been asked for, or forgotten again. */
  readonly begun: () => Promise<void>;
  readonly ended: () => Promise<void>;
  /** All rounds that have ended since the last call. */
  readonly take: () => ReadonlyMap<string, ArpTally>;
}

/**
 * Events as `192.0.2.100 dev eth0 lladdr 02:00:00:00:00:02 REACHABLE`, with `Deleted` before them at the end of a round.
 * Between a change and its event the next change may come: an event can show the same MAC as the one after it.
 */
function countReplies(vips: readonly string[]): ReplyCounter {
  let counts = emptyCounts(vips);
  const heard = new Map(vips.map((vip) => [vip, new Set<string>()]));
  const untilBegun: (() => void)[] = [];
  const untilEnded: (() => void)[] = [];
  const read = (line: string) => {
    const isEnd = line.startsWith('Deleted ');
    const [vip = '', , , , mac = '', state] = line.slice(isEnd ? 'Deleted '.length : 0).split(' ');
    const macs = heard.get(vip);
    const count = counts.get(vip);
    if (macs === undefined || count === undefined) return;
    if (isEnd) {
      count.requests += 1;
      for (const each of macs) count.replies.set(each, (count.replies.get(each) ?? 0) + 1);
      macs.clear();
    } else if (state === 'REACHABLE') macs.add(mac);
    if (vip === vips.at(-1)) for (const resolve of (isEnd ? untilEnded : untilBegun).splice(0)) resolve();
  };
  return {
    read,
    begun: () => new Promise((resolve) => untilBegun.push(resolve)),
    ended: () => new Promise((resolve) => untilEnded.push(resolve)),
    take() {
      const taken = counts;
      counts = emptyCounts(vips);
      return taken;
    },
  };
}

function emptyCounts(vips: readonly string[]) {
  return new Map(vips.map((vip) => [vip, { requests: 0, replies: new Map<string, number>() }]));
}

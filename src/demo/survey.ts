import { setTimeout as pause } from 'node:timers/promises';
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

/** Milliseconds that the replies to a request have to come in before the next one is sent. */
const round = 10;
/** Milliseconds after which a round counts as lost: the listener was not yet there. */
const patience = 200;
const broadcast = 'ff:ff:ff:ff:ff:ff';

/**
 * Asks who has each VIP, some ninety times a second, with nothing but `ip` and the kernel's own ARP.
 *
 * A neighbour entry that is to be probed, with the broadcast address as its MAC, makes the kernel send one ordinary
 * request "who has VIP" to everybody. Each reply that brings another MAC than the one before is an event of
 * `ip monitor neigh`. A negative locktime lets a reply replace one of the same tick, so that the replies of several
 * hosts to one request are all seen. The entry is deleted and made anew for each request.
 * @throws Problem 'demo-refused' when this kernel does not let it
 */
export async function surveyArp(namespaces: Namespaces, vips: readonly string[]): Promise<ArpSurvey> {
  await mustRun(namespaces.onNetworkOf(['sysctl', '-qw', 'net.ipv4.neigh.eth0.locktime=-1']));
  const counter = countReplies(vips);
  const listener = startTool(
    namespaces.onNetworkOf(endingWithInput(['ip', 'monitor', 'neigh'])),
    counter.read,
  );
  const asker = startTool(namespaces.onNetworkOf(['ip', '-batch', '-']), () => undefined);
  const ask = vips.map((vip) => `neigh add ${vip} lladdr ${broadcast} dev eth0 nud probe`);
  const forget = vips.map((vip) => `neigh del ${vip} dev eth0`);
  const stop = new AbortController();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      const begun = counter.roundBegins();
      asker.tell(ask);
      await Promise.race([begun, pause(patience)]);
      await pause(round);
      asker.tell(forget);
    }
  })();
  // What came before the listener was ready is no whole round.
  await counter.tally();
  return {
    tally: counter.tally,
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
  /** Resolves when the next round's requests are under way. */
  readonly roundBegins: () => Promise<void>;
  readonly tally: ArpSurvey['tally'];
}

function countReplies(vips: readonly string[]): ReplyCounter {
  let counts = emptyCounts(vips);
  const untilBegin: (() => void)[] = [];
  const untilEnd: ((tallies: ReadonlyMap<string, ArpTally>) => void)[] = [];
  const read = (line: string) => {
    // 192.0.2.100 dev eth0 lladdr 02:00:00:00:00:02 REACHABLE
    const [vip = '', , , , mac = '', state] = line.split(' ');
    if (!counts.has(vip)) return;
    if (mac === broadcast && state === 'PROBE') {
      // Events come in order: what the last round brought has been seen by now.
      if (vip === vips[0] && untilEnd.length > 0) {
        for (const resolve of untilEnd.splice(0)) resolve(counts);
        counts = emptyCounts(vips);
      }
      const count = counts.get(vip);
      if (count !== undefined) count.requests += 1;
      if (vip === vips.at(-1)) for (const resolve of untilBegin.splice(0)) resolve();
    } else if (state === 'REACHABLE') {
      const replies = counts.get(vip)?.replies;
      replies?.set(mac, (replies.get(mac) ?? 0) + 1);
    }
  };
  return {
    read,
    roundBegins: () => new Promise((resolve) => untilBegin.push(resolve)),
    tally: () => new Promise((resolve) => untilEnd.push(resolve)),
  };
}

function emptyCounts(vips: readonly string[]) {
  return new Map(vips.map((vip) => [vip, { requests: 0, replies: new Map<string, number>() }]));
}

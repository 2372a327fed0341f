import { setTimeout as pause } from 'node:timers/promises';
import { properReplies, tallyLine, visitLine, wrongReplies } from './arp-text.ts';
import type { Farm } from './farm.ts';
import { runVipfarm } from './own-command.ts';
import type { Screen } from './screen.ts';
import type { ArpSurvey, ArpTally } from './survey.ts';

/** What the scenes of the show have in common. Each method says on the screen what it does. */
export interface Stage {
  readonly farm: Farm;
  readonly screen: Screen;
  /** Runs vipfarm; another exit code than the expected one is a surprise. */
  vipfarm(words: readonly string[], expected: number): Promise<void>;
  /** Does something on hosts by hand. */
  byHand(host: string, line: string): Promise<void>;
  /** Tells who answered ARP for the VIP since the last look at anything. */
  look(vip: string): Promise<ArpTally>;
  /** The same, where any answer of a member is a surprise. */
  expectSilence(vip: string, when: string): Promise<void>;
  /** Lets most of a second pass, and forgets what ARP did before it. */
  watch(): Promise<void>;
  /** Connects a client to the VIP. */
  visit(vip: string): Promise<void>;
  /** What did not go as it is meant to go. */
  readonly surprises: string[];
  /** All that `expectSilence` has seen. */
  readonly silence: { requests: number; replies: number };
}

const quiet = 700;
const visits = 40;

export function openStage(farm: Farm, screen: Screen, survey: ArpSurvey, signal: AbortSignal): Stage {
  const surprises: string[] = [];
  const silence = { requests: 0, replies: 0 };
  const look = async (vip: string): Promise<ArpTally> => {
    const tally = (await survey.tally()).get(vip) ?? { requests: 0, replies: new Map() };
    signal.throwIfAborted();
    screen.say(tallyLine(vip, tally));
    return tally;
  };
  return {
    farm,
    screen,
    surprises,
    silence,
    look,
    async vipfarm(words, expected) {
      screen.typed('$', `vipfarm ${words.join(' ')}`);
      const exitCode = await runVipfarm(farm, words, signal);
      signal.throwIfAborted();
      screen.say(`(exit code ${exitCode})`);
      if (exitCode !== expected)
        surprises.push(`vipfarm ${words.join(' ')} ended with ${exitCode}, not ${expected}`);
    },
    async byHand(host, line) {
      screen.typed(farm.prompt(host), line);
      const { exitCode, stderr } = await farm.byHand(host, line);
      if (exitCode !== 0) surprises.push(`${host}: ${line}: ${stderr.trim()}`);
    },
    async expectSilence(vip, when) {
      const tally = await look(vip);
      const wrong = wrongReplies(tally);
      silence.requests += tally.requests;
      silence.replies += wrong;
      if (properReplies(tally) === 0) surprises.push(`${when}, not even the director was heard`);
      if (wrong > 0) surprises.push(`members answered ARP for ${vip} ${when}`);
    },
    async watch() {
      await survey.tally();
      await pause(quiet);
      signal.throwIfAborted();
    },
    async visit(vip) {
      screen.say(visitLine(vip, await farm.visit(vip, visits)));
      signal.throwIfAborted();
    },
  };
}

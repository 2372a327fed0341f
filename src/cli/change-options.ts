import type { OptionDefinition } from './command.ts';
import { reaching, yesOption } from './options.ts';
import { rolloutOptions } from './rollout-options.ts';

export const adoptOption = {
  type: 'boolean',
  describe: 'take over VIPs that are right but were not made by vipfarm',
} as const;

export const forceOption = { type: 'boolean', describe: 'remove although clients are connected' } as const;

const repairOption = {
  type: 'boolean',
  describe: 'go on although members of this run answer ARP for a VIP now: the run is there to silence them',
} as const;

/** Of a command that finishes or takes back an earlier run. */
const ofEarlierRun = { ...reaching, ...rolloutOptions, yes: yesOption, repair: repairOption };

/** What each command takes that changes hosts. */
export const changeOptions = {
  apply: { ...reaching, ...rolloutOptions, yes: yesOption, repair: repairOption, adopt: adoptOption },
  remove: { ...reaching, ...rolloutOptions, yes: yesOption, force: forceOption },
  resume: ofEarlierRun,
  rollback: ofEarlierRun,
} satisfies Readonly<Record<string, Readonly<Record<string, OptionDefinition>>>>;

import type { RolloutOverrides } from '../core/rollout.ts';
import { type OverrideOption, parseOverrides } from '../planning/rollout/parse-overrides.ts';
import { textOf } from './arguments.ts';
import type { Arguments, OptionDefinition } from './command.ts';

/** What the command line can say of a rollout, and a plan holds; what it leaves out is as the inventory has it. */
export const overrideOptions = {
  batches: { type: 'string', describe: 'the sizes of the batches, such as 1,10%,100%' },
  'max-fail': { type: 'string', describe: 'stop when more hosts than this have failed, such as 2 or 5%' },
  'keep-in-service': { type: 'string', describe: 'so many members keep serving, such as 80%' },
  pause: { type: 'string', describe: 'time between two batches, such as 5m' },
  deadman: {
    type: 'string',
    describe: 'auto, none, or the time after which a host undoes what was not confirmed',
  },
  'on-failure': { type: 'string', describe: 'stop, rollback-batch or rollback-run' },
  spread: { type: 'string', describe: 'site: batches are spread over the sites; or none' },
  order: { type: 'string', describe: 'inventory, reverse or name' },
} satisfies Readonly<Record<OverrideOption, OptionDefinition>>;

export const rolloutOptions = {
  ...overrideOptions,
  step: { type: 'boolean', describe: 'ask before each further batch' },
} satisfies Readonly<Record<string, OptionDefinition>>;

/** @throws Problem usage that names the option */
export function overridesOf(args: Arguments): RolloutOverrides {
  return parseOverrides((option) => textOf(args, option));
}

import type { OptionDefinition } from './command.ts';

/** The options that mean the same on every verb that has them. */
export const inventoryOption: OptionDefinition = {
  type: 'string',
  alias: 'i',
  describe: 'inventory file; without it VIPFARM_INVENTORY, else inventory.yaml here',
};

export const outputOption: OptionDefinition = {
  type: 'string',
  choices: ['text', 'json'],
  default: 'text',
  describe: 'what goes to standard output',
};

export const limitOption: OptionDefinition = {
  type: 'string',
  describe:
    'only these hosts: names, ranges, globs, @group, tag:x, site:x, @failed or @undone of the last run, with and, or, not',
};

export const fanoutOption: OptionDefinition = {
  type: 'number',
  default: 64,
  describe: 'sessions open at the same time',
};

export const yesOption: OptionDefinition = {
  type: 'boolean',
  alias: 'y',
  describe: 'do not ask',
};

export const verboseOption: OptionDefinition = {
  type: 'boolean',
  alias: 'v',
  describe: 'show what is sent and answered, secrets removed',
};

export const quietOption: OptionDefinition = {
  type: 'boolean',
  alias: 'q',
  describe: 'no progress, only the result',
};

export const databaseOption: OptionDefinition = {
  type: 'string',
  describe:
    'postgres://HOST/NAME, or a file for SQLite; without it VIPFARM_DATABASE, else history.db beside the runs',
};

/** What every verb that contacts hosts takes. */
export const reaching = {
  inventory: inventoryOption,
  limit: limitOption,
  fanout: fanoutOption,
  database: databaseOption,
  output: outputOption,
  verbose: verboseOption,
  quiet: quietOption,
} satisfies Readonly<Record<string, OptionDefinition>>;

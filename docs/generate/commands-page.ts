import type { CommandDefinition, OptionDefinition } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { code, heading, table } from './markdown.ts';

/** docs/reference/commands.md, from the definitions that also make --help. */
export function commandsPage(): string {
  return [heading('Commands', 'src/cli/'), overview(), ...commands.map(section)].join('\n');
}

function overview(): string {
  const rows = commands.map((command) => [
    `[${code(verbOf(command))}](#${anchorOf(command)})`,
    command.summary,
  ]);
  return [
    table(['command', 'what it does'], rows),
    `${code('vipfarm COMMAND --help')} says the same in short. ${code('vipfarm completion')} prints a completion script for bash or`,
    'zsh.\n',
  ].join('\n');
}

function section(command: CommandDefinition): string {
  return [
    `## ${verbOf(command)}\n`,
    `${fenced([`vipfarm ${command.usage}`])}`,
    `${command.details}\n`,
    ...options(command),
    ...examples(command),
  ].join('\n');
}

function options(command: CommandDefinition): readonly string[] {
  const rows = Object.entries(command.options).map(([name, option]) => [
    code(spelling(name, option)),
    option.describe,
    shownDefault(option),
  ]);
  return rows.length === 0 ? [] : [table(['option', 'meaning', 'default'], rows)];
}

/** `-o, --output text|json` */
function spelling(name: string, option: OptionDefinition): string {
  const short = option.alias === undefined ? '' : `-${option.alias}, `;
  const values: Readonly<Record<OptionDefinition['type'], string>> = {
    string: ` ${option.choices?.join('|') ?? 'TEXT'}`,
    number: ' N',
    boolean: '',
  };
  return `${short}--${name}${values[option.type]}`;
}

function shownDefault(option: OptionDefinition): string {
  return option.default === undefined ? '' : code(String(option.default));
}

function examples(command: CommandDefinition): readonly string[] {
  if (command.examples.length === 0) return [];
  const width = Math.max(...command.examples.map(([line]) => line.length));
  const lines = command.examples.map(([line, meaning]) => `vipfarm ${line.padEnd(width)}   # ${meaning}`);
  return [fenced(lines)];
}

function fenced(lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;
}

/** The words before the positionals: `runs list` of `runs list [run]`. */
function verbOf(command: CommandDefinition): string {
  return command.usage
    .split(' ')
    .filter((word) => !/^[[<]/.test(word))
    .join(' ');
}

function anchorOf(command: CommandDefinition): string {
  return verbOf(command).replaceAll(' ', '-');
}

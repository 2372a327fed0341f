import type { Command } from '../../../core/quoting.ts';
import type { Action, Confirmation } from '../../../core/step.ts';
import type { NamedDeed } from '../../trial.ts';
import { renderPath } from './host-place.ts';
import { base64, literal } from './literal.ts';

/** The deeds as a list of tables, which `stepRunner` works off; the first has the number 1. */
export function deedTables(deeds: readonly NamedDeed[]): string {
  return `$vip.Deeds = @(${deeds.map((deed) => `\n${deedTable(deed)}`).join(',')}\n)`;
}

function deedTable(deed: NamedDeed): string {
  return `@{ Id = ${literal(deed.id)}
Apply = @(${blocks(deed.apply.map(renderAction))})
Confirm = @(${blocks(deed.confirm.map(renderConfirmation))})
Undo = @(${blocks(deed.undo.map(renderAction))})
Undone = @(${blocks(deed.undone.map(renderConfirmation))}) }`;
}

function blocks(lines: readonly string[]): string {
  return lines.map((line) => `{ ${line} }`).join(',\n  ');
}

function renderAction(action: Action): string {
  switch (action.kind) {
    case 'run':
      return renderCommand(action.command);
    case 'write':
      return `Write-VipBytes ${renderPath(action.path)} ([Convert]::FromBase64String(${base64(action.content)}))`;
    case 'folder':
      return `[void][IO.Directory]::CreateDirectory(${renderPath(action.path)})`;
    case 'remove':
      return `Remove-VipPath ${renderPath(action.path)}`;
    case 'save':
      return `Save-VipFile ${renderPath(action.path)}`;
    case 'restore':
      return `Restore-VipFile ${renderPath(action.path)}`;
    case 'link':
      throw new RangeError(`a change of a Windows host makes no links (${action.path})`);
  }
}

function renderConfirmation({ command, expect }: Confirmation): string {
  const [how, wanted] = Object.entries(expect)[0] ?? ['is', ''];
  return `Test-VipFinding ${literal(how)} ${literal(wanted)} ${literal(command.join(' '))} { ${renderCommand(command)} }`;
}

/**
 * A command whose first word is a cmdlet, a function of ours or the path of a program. Words such as `-Name` and
 * `-Confirm:$false` name parameters; `$true`, `$false` and plain numbers are values; all others are taken literally.
 */
export function renderCommand([name = '', ...words]: Command): string {
  const call = /^[A-Za-z]+-[A-Za-z0-9]+$/.test(name) ? name : `& ${literal(name)}`;
  return [call, ...words.map(renderWord)].join(' ');
}

function renderWord(word: string): string {
  const isParameter = /^-[A-Za-z][A-Za-z0-9]*(:\$(true|false))?$/.test(word);
  const isValue = /^(\$true|\$false|0|[1-9][0-9]{0,8})$/.test(word);
  return isParameter || isValue ? word : literal(word);
}

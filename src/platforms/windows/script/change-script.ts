import type { ChangeOrder } from '../../../core/change-order.ts';
import { digestOf } from '../../../core/digest.ts';
import type { Step } from '../../../core/step.ts';
import { partsOfTrial } from '../../trial.ts';
import { clearing } from './clearing.ts';
import { deadMan } from './dead-man.ts';
import { deedTables } from './deeds.ts';
import { fileReading, fileWriting } from './files.ts';
import { frame } from './frame.ts';
import { handOver } from './hand-over.ts';
import { hostLock } from './host-lock.ts';
import { changeMark, orderSettings, settings } from './host-place.ts';
import { literal } from './literal.ts';
import { looking } from './looking.ts';
import { asScript } from './script.ts';
import { stepRunner } from './step-runner.ts';

/**
 * Steps as one script of PowerShell 4.0 or later. Each step is believed only when its confirmations hold; the first that
 * does not hold is undone, and those before it in reverse, until one cannot be undone: what protects it then stays.
 *
 * A task of the scheduler does the steps, so they do not end with the session; dead-man.ts tells how. With a dead-man only
 * what is on trial is done, and the task stays. `commands` is PowerShell that defines what the steps call.
 *
 * @throws RangeError for an action that this system does not know
 */
export function compileChange(steps: readonly Step[], order: ChangeOrder, commands: string): string {
  const deeds = order.deadman === undefined ? steps : partsOfTrial(steps).tried;
  const watched = order.deadman === undefined ? '$false' : '$true';
  const work = `function Invoke-VipWork {
  $vip.Watched = ${watched}
  Invoke-VipSteps 1 ${deeds.length}
  Complete-VipWork ${watched}
}
function Invoke-VipSession([string]$program) {
  if (-not (Enter-VipChange $false)) { return }
  Start-VipNotes
  Open-VipTrial $program
  Send-VipWork
}`;
  return asScript(program(order, [commands, deedTables(deeds), work]), sessionCall);
}

/**
 * The script that ends a trial: it takes the change out of the dead-man's hands, then does the steps that outlast it. If
 * one of them does not hold, those on trial are undone as well. Sent again, it goes on where it was lost.
 */
export function compileConfirm(steps: readonly Step[], order: ChangeOrder, commands: string): string {
  const { tried, lasting } = partsOfTrial(steps);
  const work = `function Invoke-VipWork {
  if (Move-VipTrial 'open' 'confirmed') { Add-VipEvent "- confirmed $(Get-VipTime)" } else { $vip.Again = $true }
  [void][IO.Directory]::CreateDirectory($vip.Saved)
  Invoke-VipSteps ${tried.length + 1} ${tried.length + lasting.length}
  Complete-VipWork $false
}
function Invoke-VipSession([string]$program) {
  if (-not (Enter-VipChange $true)) { return }
  $trial = Get-VipTrial
  $isMine = $trial['run'] -ceq $vip.Run -and (Test-VipBoot $trial['boot'])
  if ($isMine -and @('open', 'confirmed') -contains $trial['state'] -and -not (Test-VipNoted 'ended')) {
    Write-VipText ($vip.Trial + '\\program') $program
    Send-VipWork
  } elseif ((Test-VipNoted 'confirmed') -and -not (Test-VipNoted 'fired')) { Show-VipEnds }
  else { Deny-VipChange 'too-late' (Get-VipLateness) }
}`;
  return asScript(program(order, [commands, deedTables([...tried, ...lasting]), work]), sessionCall);
}

function program(order: ChangeOrder, parts: readonly string[]): string {
  const orders = orderSettings(order);
  return [
    settings,
    orders,
    `$vip.Work = ${literal(digestOf([orders, ...parts].join('\n')))}`,
    fileReading,
    fileWriting,
    clearing,
    looking,
    `function Get-VipChangeMark { ${changeMark()} }`,
    hostLock,
    stepRunner,
    deadMan,
    handOver,
    frame,
    ...parts,
  ].join('\n');
}

const sessionCall = 'Start-VipSession $vipProgram.ToString()';

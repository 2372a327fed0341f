import { clearing } from './clearing.ts';
import { fileReading, fileWriting } from './files.ts';
import { hostLock } from './host-lock.ts';
import { orderSettings, settings } from './host-place.ts';
import { looking } from './looking.ts';
import { asScript } from './script.ts';

/**
 * Prints what the host remembers, and changes nothing. Who is at work is looked up before and after the notes are read. A
 * change that nobody is at, and that the host's task will undo by itself within a minute, counts as under way.
 */
export function compileRecall(): string {
  return asScript([settings, fileReading, looking, showing].join('\n'), 'Show-VipMemory');
}

const showing = `function Show-VipSection([string]$name, [string]$text) {
  [Console]::Out.Write([char]10 + "@@vipfarm $name" + [char]10 + $text + [char]10)
}
function Show-VipWorkers([string]$when, $trial) {
  $workers = @()
  $holder = Get-VipHolder
  if (Test-VipProcess $holder) { $workers += $holder['run'] }
  $vip.Run = $trial['run']
  $isLeft = $trial['state'] -ne 'none' -and -not (Test-VipNoted 'ended')
  if ($isLeft -and -not ($trial['state'] -eq 'open' -and (Test-VipBoot $trial['boot']))) { $workers += $trial['run'] }
  Show-VipSection "at-work-$when" ($workers -join [string][char]10)
}
function Show-VipMemory {
  Show-VipWorkers 'before' (Get-VipTrial)
  $trial = Get-VipTrial
  if ($trial['state'] -eq 'open' -and (Test-VipBoot $trial['boot'])) { Show-VipSection 'trial' ($trial['run'] + [char]10 + $trial['until']) }
  else { Show-VipSection 'trial' '' }
  $boot = Get-VipBoot
  $notes = Read-VipIfThere $vip.Progress
  if ($notes -match '(?m)^\\S+ - boot ([0-9]+)' -and (Test-VipBoot $Matches[1])) { $boot = $Matches[1] }
  Show-VipSection 'boot' $boot
  Show-VipSection 'fence' (Read-VipIfThere $vip.Fencing)
  Show-VipSection 'notes' $notes
  Show-VipWorkers 'after' (Get-VipTrial)
  Show-VipSection 'end' ''
}`;

/**
 * Clears the notes of a run whose change is over. Those of any other run stay, and so does what goes on, awaits its
 * confirmation, or left copies of files behind that may be the only ones.
 */
export function compileDismiss(run: string): string {
  const order = orderSettings({ run, owner: 'dismissal', fence: 0, deadman: undefined });
  const program = [settings, order, fileReading, fileWriting, clearing, looking, hostLock, dismissing];
  return asScript(program.join('\n'), 'Clear-VipNotes');
}

const dismissing = `function Clear-VipNotes {
  if ([IO.Directory]::Exists($vip.Folder) -and (Enter-VipLock $false)) {
    $isOver = (Get-VipTrial)['state'] -eq 'none' -and (Test-VipNoted 'begun')
    $hasCopies = [IO.Directory]::Exists($vip.Saved) -and [IO.Directory]::GetFiles($vip.Saved).Length -gt 0
    if ($isOver -and -not $hasCopies) { Remove-VipFile $vip.Progress }
    Clear-VipRest
    Exit-VipLock
  }
  [Console]::Out.Write([char]10 + '@@vipfarm end' + [char]10)
}`;

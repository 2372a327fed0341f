import { taskName } from './clearing.ts';
import { literal } from './literal.ts';

/**
 * A change that is not over, and what ends it. Windows ends the processes of a session with it: WinRM those of its shell,
 * sshd those of its job. So no step is done by the session itself. It registers one task of the scheduler, which runs as
 * SYSTEM: started at once, it does the change and writes its answer to a file that the session shows; and it comes again
 * by itself, at the deadline and each minute after it, and whenever the host has booted. It then undoes what nobody
 * finished. Nothing is begun before this task is there.
 *
 * The folder of the trial holds, until the change is over: `program`, the functions of its steps; `ready`, while the task
 * is asked to do it; `overdue`, by which a script at work is asked to undo what it did; and one file that says whose
 * change it is and how it stands:
 * `open`, it is to be confirmed; `confirmed`, it is to be finished by the task at work; `fired`, it is to be undone.
 * One becomes the other by a rename, which one alone can do. A change without a dead-man is confirmed from the beginning.
 *
 * What was done before a boot outlasts it here, so a boot before the confirmation undoes it like the deadline does.
 */
export const deadMan = `function Move-VipTrial([string]$from, [string]$to) {
  try { [IO.File]::Move($vip.Trial + '\\' + $from, $vip.Trial + '\\' + $to); $true } catch [IO.IOException] { $false }
}
function Open-VipTrial([string]$program) {
  Clear-VipTrial
  [void][IO.Directory]::CreateDirectory($vip.Trial)
  Write-VipText ($vip.Trial + '\\program') $program
  $wait = 60; $state = 'confirmed'
  if ($vip.Deadman -gt 0) { $wait = $vip.Deadman; $state = 'open' }
  $at = (Get-Date).AddSeconds($wait)
  Register-VipTask $at
  $lines = @("run $($vip.Run)", "owner $($vip.Owner)", "since $(Get-VipTime)", "boot $(Get-VipBoot)", "until $(ConvertTo-VipSeconds $at)")
  Write-VipText ($vip.Trial + '\\' + $state) (($lines -join [string][char]10) + [char]10)
  Add-VipEvent "- armed $wait task"
}
function Register-VipTask([DateTime]$at) {
  $shell = $env:SystemRoot + '\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'
  $action = New-ScheduledTaskAction -Execute $shell -Argument ${literal(taskArguments())}
  $late = New-ScheduledTaskTrigger -Once -At $at -RepetitionInterval ([TimeSpan]::FromMinutes(1)) -RepetitionDuration ([TimeSpan]::FromDays(1))
  $boot = New-ScheduledTaskTrigger -AtStartup
  $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
  $limits = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -StartWhenAvailable -MultipleInstances Parallel -ExecutionTimeLimit ([TimeSpan]::FromHours(1)) -Priority 4
  [void](Register-ScheduledTask -TaskName ${literal(taskName)} -TaskPath '\\' -Action $action -Trigger @($late, $boot) -Principal $principal -Settings $limits -Force)
  if ((Get-ScheduledTask -TaskName ${literal(taskName)} -TaskPath '\\').State -eq 'Disabled') { throw 'the task was registered, but it is disabled' }
}
function Invoke-VipGuard {
  $trial = Get-VipTrial
  if ($trial['state'] -eq 'open' -and -not (Test-VipNoted 'ended')) {
    if ((Test-VipBoot $trial['boot']) -and (ConvertTo-VipSeconds (Get-Date)) -lt [long]$trial['until']) { return }
    try { Write-VipText ($vip.Trial + '\\overdue') '' } catch { }
    if (-not (Wait-VipLock)) { return }
  } elseif (-not (Enter-VipLock $false)) { return }
  $trial = Get-VipTrial
  if ($trial['state'] -ne 'none' -and -not (Test-VipNoted 'ended')) {
    if ($trial['state'] -ne 'fired') {
      if (-not (Move-VipTrial $trial['state'] 'fired')) { Exit-VipLock; return }
      try { Add-VipEvent "- fired $(Get-VipTime)" } catch { }
    }
    Undo-VipSteps (Get-VipReached)
    # The network of a host that has just booted may not be complete.
    for ($left = 6; $vip.Stuck -and $left -gt 0 -and -not (Test-VipBoot $trial['boot']); $left--) {
      Start-Sleep -Seconds 10
      Undo-VipSteps (Get-VipReached)
    }
    try { Add-VipEvent '- ended' } catch { }
  }
  Close-VipTrial
  if (-not $vip.Stuck -and (Read-VipEnds).Values -notcontains 'not-undone') { Clear-VipSaved }
  Clear-VipTrial
  Exit-VipLock
}
function Wait-VipLock {
  for ($left = 20; $left -ge 0; $left--) {
    # Where the disk takes nothing any more there is no lock, and yet the change must go.
    try { if (Enter-VipLock $false) { return $true } } catch [IO.IOException] { if ($left -eq 0) { return $true } }
    if ((Get-VipTrial)['state'] -ne 'open') { return $false }
    if ($left -eq 1) { Stop-VipHolder }
    Start-Sleep -Seconds 1
  }
  $false
}
function Stop-VipHolder {
  $holder = Get-VipHolder
  if (Test-VipProcess $holder) { Stop-Process -Id $holder['pid'] -Force }
}`;

/** No file is run, because a policy may forbid that to everybody; the text of one is. */
function taskArguments(): string {
  const start =
    "& ([ScriptBlock]::Create([IO.File]::ReadAllText($env:ProgramData + '\\vipfarm\\trial\\program') + [char]10 + 'Invoke-VipTask'))";
  const encoded = Buffer.from(start, 'utf16le').toString('base64');
  return `-NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand ${encoded}`;
}

export const startTask = `Start-ScheduledTask -TaskName ${literal(taskName)} -TaskPath '\\'`;

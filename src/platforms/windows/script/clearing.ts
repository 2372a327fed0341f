import { literal } from './literal.ts';

/** The one task of the scheduler that a change has; changes come one at a time. */
export const taskName = 'vipfarm-change';

/**
 * What is taken away when it is of no use any more. First what says that a change is to be undone; the program only when
 * the task has gone, which would come again and find nothing to run. Both may also be there without a trial, of a session
 * that was ended before it had begun one. Nothing of ours is left where no VIP of ours and no note is, but for the fencing
 * number of this boot, which the next visit after a boot removes.
 */
export const clearing = `function Remove-VipFolder([string]$path) {
  try { [IO.Directory]::Delete($path) } catch [IO.IOException] { }
}
function Clear-VipSaved {
  if (-not [IO.Directory]::Exists($vip.Saved)) { return }
  foreach ($path in [IO.Directory]::GetFiles($vip.Saved)) { Remove-VipFile $path }
  Remove-VipFolder $vip.Saved
}
function Close-VipTrial {
  foreach ($name in @('open', 'confirmed', 'fired')) { Remove-VipFile ($vip.Trial + '\\' + $name) }
}
function Unregister-VipTask {
  try { Unregister-ScheduledTask -TaskName ${literal(taskName)} -TaskPath '\\' -Confirm:$false }
  catch { if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw } }
}
function Clear-VipTrial {
  if (-not [IO.Directory]::Exists($vip.Trial)) { return }
  Close-VipTrial
  if ([IO.File]::Exists($vip.Trial + '\\program')) { try { Unregister-VipTask } catch { return } }
  foreach ($path in [IO.Directory]::GetFiles($vip.Trial)) { Remove-VipFile $path }
  Remove-VipFolder $vip.Trial
}
function Clear-VipRest {
  if ((Get-VipTrial)['state'] -eq 'none') { Clear-VipTrial }
  foreach ($path in [IO.Directory]::GetFiles($vip.Folder, '*.vipfarm-new')) { Remove-VipFile $path }
  foreach ($path in [IO.Directory]::GetFiles($vip.Folder, 'answer.*')) {
    $parts = $path.Substring($vip.Folder.Length + 1).Split([char]46)
    if (-not (Test-VipProcess @{ pid = $parts[1]; began = $parts[2] })) { Remove-VipFile $path }
  }
  if ([IO.File]::Exists($vip.Record) -or [IO.File]::Exists($vip.Progress)) { return }
  Remove-VipFolder $vip.Saved
  if (-not (Test-VipBoot (Read-VipTable (Read-VipIfThere $vip.Fencing))['boot'])) { Remove-VipFile $vip.Fencing }
}`;

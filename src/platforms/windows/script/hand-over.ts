import { startTask } from './dead-man.ts';

/**
 * How a session has its change done by the task: it leaves word, starts the task, and shows what that answers. The task
 * takes the lock out of the living session's hands; where the session is no more, it undoes instead.
 */
export const handOver = `function Send-VipWork {
  Write-VipText ($vip.Trial + '\\ready') ("key $($vip.Key)" + [char]10 + "work $($vip.Work)" + [char]10)
  ${startTask}
  $vip.Holds = $false
  Show-VipAnswer
}
function Receive-VipWork {
  $ready = $vip.Trial + '\\ready'
  if (-not [IO.File]::Exists($ready)) { return $false }
  $asked = Read-VipTable (Read-VipText $ready)
  # The task that comes at its deadline may have read its program just before a session put another one there.
  if ($asked['work'] -cne $vip.Work) { return $false }
  $vip.Key = $asked['key']
  $vip.Answer = Get-VipAnswerPath
  (Move-VipTrial 'ready' ('taken.' + $vip.Key)) -and (Enter-VipLock $true)
}
function Get-VipAnswerPath { $vip.Folder + '\\answer.' + $vip.Key }
function Show-VipAnswer {
  $path = Get-VipAnswerPath
  $shown = 0; $left = 300; $isOver = $false
  while ($true) {
    $text = Read-VipIfThere $path
    $whole = $text.LastIndexOf([char]10) + 1
    if ($whole -gt $shown) { [Console]::Out.Write($text.Substring($shown, $whole - $shown)); [Console]::Out.Flush(); $shown = $whole }
    if ($isOver) { break }
    $holder = Get-VipHolder
    # Whoever does the change holds the lock until it has answered; a dead one answers no more.
    $isOver = -not ($holder['key'] -ceq $vip.Key -and (Test-VipProcess $holder))
    if ($isOver) { continue }
    if ($holder['pid'] -eq $PID) {
      if ($left -le 0) {
        if (Move-VipTrial 'ready' ('taken.' + $vip.Key)) { $vip.Holds = $true; throw 'the task scheduler did not start the task' }
        break
      }
      $left -= 1
    }
    Start-Sleep -Milliseconds 200
  }
  Remove-VipFile $path
}`;

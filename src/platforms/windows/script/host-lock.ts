/**
 * One change at a time on a host, and none whose right has passed to another.
 *
 * The lock is a file that names its holder. It is looked at and taken under a handle that shares with nobody, so between
 * the look and the deed nobody else comes. A holder that is no more, or whose name was written in part only, is dead, and
 * a newcomer writes its own name over it. Only a living holder removes the file.
 *
 * A session hands the lock to the task that does its change: the task takes it from the living session of its own run.
 *
 * The highest fencing number stays until a boot, which ends whatever was sent before it, also when nothing else of ours is
 * left; beyond a boot as long as a VIP of ours does.
 */
export const hostLock = `function Enter-VipLock([bool]$fromSession) {
  $stream = Invoke-VipPatiently { [IO.File]::Open($vip.Lock, 'OpenOrCreate', 'ReadWrite', 'None') }
  try {
    $holder = Read-VipTable (Read-VipStream $stream)
    $lives = Test-VipProcess $holder
    if ($fromSession) { $mayHold = $lives -and $holder['run'] -ceq $vip.Run -and $holder['key'] -ceq $vip.Key } else { $mayHold = -not $lives }
    if (-not $mayHold) { return $false }
    $mine = @("run $($vip.Run)", "owner $($vip.Owner)", "fence $($vip.Fence)", "since $(Get-VipTime)", "key $($vip.Key)",
      "pid $PID", "began $(Get-VipProcessMark $PID)") -join [string][char]10
    $bytes = [Text.Encoding]::UTF8.GetBytes($mine + [char]10)
    $stream.SetLength(0); $stream.Position = 0
    $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true)
    return $true
  } finally { $stream.Dispose() }
}
function Exit-VipLock {
  Remove-VipFile $vip.Lock
  $vip.Holds = $false
  if (-not [IO.File]::Exists($vip.Fencing)) { Remove-VipFolder $vip.Folder }
}
function Test-VipAsSeen { $vip.Seen -eq '' -or (Get-VipChangeMark) -eq $vip.Seen }
function Set-VipFence {
  $text = Read-VipIfThere $vip.Fencing
  if ($text -match '^([0-9]+) ([^\\n]*)' -and [long]$Matches[1] -gt [long]$vip.Fence) { return $Matches[2] }
  Write-VipText $vip.Fencing ("$($vip.Fence) $($vip.Run) by $($vip.Owner)" + [char]10 + "boot $(Get-VipBoot)" + [char]10)
  ''
}`;

/** How every change begins and ends. */
export const frame = `function Start-VipSession([string]$program) {
  $vip.Answer = 'console'
  $vip.Key = "$PID." + (Get-VipProcessMark $PID)
  try { Invoke-VipSession $program }
  catch {
    if (-not $vip.Holds) { throw }
    # Nothing was begun: the task that begins it has not been started.
    $why = $_.Exception.Message
    if ($vip.HasBegun) { Close-VipTrial; Remove-VipFile $vip.Progress }
    Deny-VipChange 'unwritable' "nothing was begun on this host, because it could not be prepared: $why"
  }
}
function Invoke-VipTask {
  if (Receive-VipWork) { Invoke-VipWork } else { $vip.Answer = ''; Invoke-VipGuard }
}
function Write-VipRefusal([string]$kind, [string]$why) {
  Write-VipAnswer ([char]10 + "@@vipfarm refused $kind" + [char]10 + $why + [char]10 + [char]10 + '@@vipfarm end' + [char]10)
}
function Deny-VipChange([string]$kind, [string]$why) {
  Write-VipRefusal $kind $why
  Clear-VipRest
  Exit-VipLock
}
function New-VipFolder {
  $isNew = -not [IO.Directory]::Exists($vip.Folder)
  [void][IO.Directory]::CreateDirectory($vip.Folder)
  if (-not $isNew) {
    # Everybody may make folders beside it: what somebody else made and filled is not trusted.
    $owner = (Get-Acl -LiteralPath $vip.Folder).GetOwner([Security.Principal.SecurityIdentifier]).Value
    if (@('S-1-5-18', 'S-1-5-32-544') -notcontains $owner) { throw "it belongs to $owner; look at it and remove it" }
  }
  $tool = $env:SystemRoot + '\\System32\\icacls.exe'
  [void](& $tool $vip.Folder '/setowner' '*S-1-5-32-544' '/q')
  if ($LASTEXITCODE -eq 0) { [void](& $tool $vip.Folder '/inheritance:r' '/grant:r' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '/q') }
  if ($LASTEXITCODE -ne 0) { throw "icacls ended with $LASTEXITCODE" }
  if ($isNew -and [IO.Directory]::GetFileSystemEntries($vip.Folder).Length -gt 0) { throw 'something was put into it while it was made; look at it and remove it' }
}
function Enter-VipChange([bool]$confirms) {
  try {
    New-VipFolder
    $late = Complete-VipLateChange $confirms
    if ($late -ne '' -and -not $confirms) {
      Write-VipRefusal 'locked' "the change of run $late was never confirmed and was undone only now: look at this host again"
      return $false
    }
    $left = 30
    while (-not (Enter-VipLock $false)) {
      $holder = Get-VipHolder
      if (-not $confirms -or $left -le 0 -or $holder['run'] -cne $vip.Run) {
        Write-VipRefusal 'locked' "the change of run $($holder['run']) by $($holder['owner']) is under way on this host since $($holder['since'])"
        return $false
      }
      $left -= 1; Start-Sleep -Seconds 1
    }
  } catch {
    Write-VipRefusal 'unwritable' "$($vip.Folder) cannot be written: $($_.Exception.Message)"
    return $false
  }
  $vip.Holds = $true
  $trial = Get-VipTrial
  if (-not $confirms -and $trial['state'] -ne 'none') {
    Deny-VipChange 'locked' "the change of run $($trial['run']) by $($trial['owner']) awaits its confirmation since $($trial['since'])"
  } elseif (-not $confirms -and -not (Test-VipAsSeen)) {
    Deny-VipChange 'outdated' 'this host was changed after it was read; plan again'
  } else {
    $newer = Set-VipFence
    if ($newer -eq '') { return $true }
    Deny-VipChange 'outdated' "a newer run, $newer, has changed this host since; plan again"
  }
  $vip.Holds = $false
  $false
}
function Complete-VipLateChange([bool]$confirms) {
  $trial = Get-VipTrial
  $isLate = switch ($trial['state']) {
    'none' { $false }
    'open' { -not (Test-VipBoot $trial['boot']) -or (ConvertTo-VipSeconds (Get-Date)) - [long]$trial['until'] -gt 60 }
    default { -not (Test-VipProcess (Get-VipHolder)) -and -not ($confirms -and $trial['run'] -ceq $vip.Run -and $trial['state'] -eq 'confirmed' -and (Test-VipBoot $trial['boot'])) }
  }
  if (-not $isLate) { return '' }
  & ([ScriptBlock]::Create((Read-VipText ($vip.Trial + '\\program')) + [char]10 + '$vip.Answer = ""; Invoke-VipGuard'))
  $trial['run']
}
function Start-VipNotes {
  $vip.HasBegun = $true
  [void][IO.Directory]::CreateDirectory($vip.Saved)
  $notes = @("begun $(Get-VipTime)", "owner $($vip.Owner)", "fence $($vip.Fence)", "boot $(Get-VipBoot)")
  Write-VipText $vip.Progress (($notes | ForEach-Object { [char]10 + "$($vip.Run) - $_" }) -join '')
}
function Complete-VipWork([bool]$isTrial) {
  if ($isTrial -and -not $vip.Failed) {
    Write-VipAnswer ([char]10 + '@@vipfarm armed' + [char]10 + "task $($vip.Deadman)" + [char]10)
  } else {
    try { Add-VipEvent '- ended' } catch { }
    Close-VipTrial
    if (-not $vip.Stuck) {
      Clear-VipSaved
      if (-not [IO.File]::Exists($vip.Record) -and -not (Test-VipNoted 'fired')) { Remove-VipFile $vip.Progress }
    }
    Clear-VipRest
  }
  Write-VipAnswer ([char]10 + '@@vipfarm end' + [char]10)
  Exit-VipLock
}
function Show-VipEnds {
  $isAfter = $false
  foreach ($line in (Read-VipNotes)) {
    if ($line.StartsWith("$($vip.Run) - confirmed")) { $isAfter = $true }
    if ($isAfter -and $line -match '^\\S+ (\\S+) (done|failed|undone|not-undone) [0-9]+$') {
      Write-VipAnswer ([char]10 + "@@vipfarm step $($Matches[1]) $($Matches[2])" + [char]10)
    }
  }
  Write-VipAnswer ([char]10 + '@@vipfarm end' + [char]10)
  Exit-VipLock
}
function Get-VipLateness {
  $fired = ''; $boot = ''
  foreach ($line in (Read-VipNotes)) {
    if ($line.StartsWith("$($vip.Run) - fired ")) { $fired = $line.Substring("$($vip.Run) - fired ".Length) }
    if ($line.StartsWith("$($vip.Run) - boot ")) { $boot = $line.Substring("$($vip.Run) - boot ".Length) }
  }
  if ($fired -ne '') { return "the host has undone the change by itself at $fired" }
  if ($boot -ne '' -and -not (Test-VipBoot $boot)) { return 'the host was booted since' }
  "no change of run $($vip.Run) awaits a confirmation here"
}`;

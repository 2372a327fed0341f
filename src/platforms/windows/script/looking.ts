/** What can be seen of a change: who holds the lock, what awaits its end, what was noted. Nothing here changes anything. */
export const looking = `function Get-VipHolder { Read-VipTable (Read-VipIfThere $vip.Lock) }
function Get-VipTrial {
  for ($left = 3; $left -gt 0; $left--) {
    foreach ($state in @('open', 'confirmed', 'fired')) {
      try {
        $path = $vip.Trial + '\\' + $state
        if ([IO.File]::Exists($path)) { $trial = Read-VipTable (Read-VipText $path); $trial['state'] = $state; return $trial }
      } catch [IO.IOException] { }
    }
  }
  @{ state = 'none' }
}
function Read-VipNotes {
  $text = ''
  try { $text = Read-VipIfThere $vip.Progress } catch [IO.IOException] { }
  , @($text.Split([char]10) | Where-Object { $_ -ne '' })
}
function Test-VipNoted([string]$what) {
  foreach ($line in (Read-VipNotes)) { if ($line.StartsWith("$($vip.Run) - $what")) { return $true } }
  $false
}
function Read-VipEnds {
  # The last word of each deed, by its number.
  $words = @{}
  foreach ($line in (Read-VipNotes)) {
    if ($line -match '^\\S+ \\S+ (begun|done|failed|undone|not-undone) ([0-9]+)$') { $words[[int]$Matches[2]] = $Matches[1] }
  }
  $words
}
function Get-VipReached {
  # All above the highest deed that is not undone were undone before.
  $ends = Read-VipEnds
  $reached = 0
  foreach ($number in $ends.Keys) { if ($ends[$number] -ne 'undone' -and $number -gt $reached) { $reached = $number } }
  $reached
}`;

/**
 * `Invoke-VipSteps FROM TO` does these deeds, and undoes all from the first on when one does not hold. A deed is believed
 * only when its confirmations hold. The notes name each one by its number as well, so whoever has to undo in another
 * process knows how far this one got: what is not noted as begun is not begun.
 *
 * An action that fails ends nothing: what counts is what is read back. Only a copy that cannot be kept ends its deed,
 * because nothing may be replaced then. What is to be undone is undone even where nothing can be written any more.
 *
 * `is` and `lacks` say something only if the command itself worked; `contains` is proof enough alone.
 */
export const stepRunner = `function Write-VipAnswer([string]$text) {
  if ($vip.Answer -eq 'console') { [Console]::Out.Write($text); [Console]::Out.Flush() }
  elseif ($vip.Answer -ne '') { try { Add-VipText $vip.Answer $text } catch [IO.IOException] { } }
}
function Add-VipEvent([string]$text) { Add-VipText $vip.Progress ([char]10 + $vip.Run + ' ' + $text) }
function Write-VipEnd([int]$number, [string]$end) {
  $id = $vip.Deeds[$number - 1].Id
  try { Add-VipEvent "$id $end $number" } catch { if ($end -eq 'done') { throw } }
  Write-VipAnswer ([char]10 + "@@vipfarm step $id $end" + [char]10 + ($vip.Said -join [string][char]10) + [char]10)
}
function Invoke-VipSteps([int]$from, [int]$to) {
  for ($number = $from; $number -le $to; $number++) {
    $deed = $vip.Deeds[$number - 1]
    $vip.Said = @()
    if ($vip.Watched -and [IO.File]::Exists($vip.Trial + '\\overdue')) {
      Add-VipEvent "- fired $(Get-VipTime)"
      $vip.Said = @('not confirmed in time, so the host undoes the change')
      Stop-VipSteps $number ($number - 1); return
    }
    try {
      Add-VipEvent "$($deed.Id) begun $number"
      Invoke-VipActions $deed.Apply
      if (Test-VipFindings $deed.Confirm) { Write-VipEnd $number 'done'; continue }
    } catch { $vip.Said += $_.Exception.Message }
    # A confirmation that is sent again may have got further before.
    Stop-VipSteps $number ([Math]::Max($number, (Get-VipReached))); return
  }
}
function Stop-VipSteps([int]$failed, [int]$reached) {
  $vip.Failed = $true
  Write-VipEnd $failed 'failed'
  Undo-VipSteps $reached
}
function Undo-VipSteps([int]$reached) {
  $vip.Stuck = $false
  for ($number = $reached; $number -ge 1; $number--) {
    $deed = $vip.Deeds[$number - 1]
    $vip.Said = @()
    Invoke-VipActions $deed.Undo
    if (Test-VipFindings $deed.Undone) { Write-VipEnd $number 'undone' }
    else { $vip.Stuck = $true; Write-VipEnd $number 'not-undone'; return }
  }
}
function Invoke-VipActions($actions) {
  foreach ($action in $actions) {
    try { foreach ($said in @(& $action)) { if ($said -is [string]) { $vip.Said += $said } } }
    catch {
      if (-not $vip.HasCopy) { $vip.HasCopy = $true; throw }
      $vip.Said += $_.Exception.Message
    }
  }
}
function Test-VipFindings($findings) {
  foreach ($finding in $findings) { if (-not (& $finding)) { return $false } }
  $true
}
function Test-VipFinding([string]$how, [string]$wanted, [string]$command, [scriptblock]$look) {
  $global:LASTEXITCODE = 0
  $worked = $true
  try { $found = (@(& $look | ForEach-Object { [string]$_ }) -join [string][char]10).TrimEnd() }
  catch { $worked = $false; $found = $_.Exception.Message }
  $worked = $worked -and $global:LASTEXITCODE -eq 0
  $holds = switch ($how) {
    'is' { $worked -and [string]::Equals($found, $wanted, [StringComparison]::Ordinal) }
    'contains' { "$found ".Contains($wanted) }
    'lacks' { $worked -and -not "$found ".Contains($wanted) }
  }
  if (-not $holds) { $vip.Said += "expected that $command $how" + ': ' + $wanted; $vip.Said += 'found: ' + $found }
  [bool]$holds
}`;

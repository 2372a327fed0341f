/**
 * Files, in the ways that survive a kill or a loss of power at any moment. A text is written to a file beside it, flushed
 * to the disk, and replaces the old one whole. A line of notes begins with its line break, so that one which the power cut
 * in the middle spoils no other.
 *
 * Readers of ours stand in nobody's way; others may (a scanner, a probe of an earlier version), so everybody is patient.
 */
export const fileReading = `function Invoke-VipPatiently([scriptblock]$do) {
  for ($left = 50; ; $left--) {
    try { return & $do }
    catch [IO.FileNotFoundException] { throw }
    catch [IO.DirectoryNotFoundException] { throw }
    catch [IO.IOException] { if ($left -le 0) { throw }; Start-Sleep -Milliseconds 100 }
  }
}
function ConvertFrom-VipText([string]$base64) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($base64)) }
function Read-VipText([string]$path) {
  $stream = Invoke-VipPatiently { [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite, Delete') }
  try { return Read-VipStream $stream } finally { $stream.Dispose() }
}
function Read-VipStream($stream) {
  (New-Object System.IO.StreamReader -ArgumentList $stream, ([Text.Encoding]::UTF8)).ReadToEnd()
}
function Read-VipIfThere([string]$path) {
  if (-not [IO.File]::Exists($path)) { return '' }
  try { Read-VipText $path } catch [IO.FileNotFoundException] { '' }
}
function Read-VipTable([string]$text) {
  $table = @{}
  foreach ($line in $text.Split([char]10)) {
    $at = $line.IndexOf(' ')
    if ($at -gt 0) { $table[$line.Substring(0, $at)] = $line.Substring($at + 1).Trim() }
  }
  $table
}`;

export const fileWriting = `function Write-VipBytes([string]$path, [byte[]]$bytes) {
  $new = $path + '.vipfarm-new'
  try {
    $stream = Invoke-VipPatiently { [IO.File]::Open($new, 'Create', 'Write', 'None') }
    try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
    Invoke-VipPatiently {
      if ([IO.File]::Exists($path)) { [IO.File]::Replace($new, $path, [NullString]::Value) } else { [IO.File]::Move($new, $path) }
    }
  } catch {
    $said = $_.Exception.Message
    try { Remove-VipFile $new } catch { }
    throw ($path + ' could not be written: ' + $said)
  }
}
function Write-VipText([string]$path, [string]$text) { Write-VipBytes $path ([Text.Encoding]::UTF8.GetBytes($text)) }
function Add-VipText([string]$path, [string]$text) {
  $bytes = [Text.Encoding]::UTF8.GetBytes($text)
  $stream = Invoke-VipPatiently { [IO.File]::Open($path, 'Append', 'Write', 'Read') }
  try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
}
function Remove-VipFile([string]$path) {
  try { Invoke-VipPatiently { [IO.File]::Delete($path) } } catch [IO.DirectoryNotFoundException] { }
}
function Remove-VipPath([string]$path) {
  if ([IO.Directory]::Exists($path)) { [IO.Directory]::Delete($path) } else { Remove-VipFile $path }
}
function Get-VipKept([string]$path) { $vip.Saved + '\\' + $path.Replace(':', '').Replace('\\', '%') }
function Save-VipFile([string]$path) {
  $vip.HasCopy = $false
  $kept = Get-VipKept $path
  if (-not $vip.Again -or -not ([IO.File]::Exists($kept) -or [IO.File]::Exists($kept + '.none'))) {
    Remove-VipFile $kept; Remove-VipFile ($kept + '.none')
    if ([IO.File]::Exists($path)) { Write-VipBytes $kept ([IO.File]::ReadAllBytes($path)) } else { Write-VipText ($kept + '.none') '' }
  }
  $vip.HasCopy = $true
}
function Restore-VipFile([string]$path) {
  $kept = Get-VipKept $path
  if ([IO.File]::Exists($kept)) { Write-VipBytes $path ([IO.File]::ReadAllBytes($kept)) }
  elseif ([IO.File]::Exists($kept + '.none')) { Remove-VipFile $path }
}`;

import type { ChangeOrder } from '../../../core/change-order.ts';
import { literal } from './literal.ts';

/**
 * Where a Windows host keeps what a change notes there, all of it in one folder that only SYSTEM and administrators can
 * open. There is no place that a boot empties, so what is left of an earlier boot is told by the boot's mark in it.
 *
 * `record`: what of vipfarm is on the host. `progress`: what happened, of the last run only. `fence`: the highest fencing
 * number. `saved\`: copies of what was replaced. `lock`: see host-lock.ts. `trial\`: see dead-man.ts.
 */
const windowsFolder = 'vipfarm';

/** The path of a file in that folder, as an action names it: the host itself knows where %ProgramData% is. */
export function placePath(name: string): string {
  return `${programData}\\${windowsFolder}\\${name}`;
}

const programData = '%ProgramData%';

/** A path of an action as an expression of PowerShell; every script may use it, also a probe. */
export function renderPath(path: string): string {
  return path.startsWith(programData)
    ? `($env:ProgramData + ${literal(path.slice(programData.length))})`
    : literal(path);
}

/**
 * Every script begins so. State is one table, because a function of PowerShell cannot set a variable of its caller.
 * Processes are named by their id and start: an id alone is given again.
 */
export const settings = `$vip = @{ Folder = $env:ProgramData + '\\${windowsFolder}' }
$vip.Progress = $vip.Folder + '\\progress'; $vip.Record = $vip.Folder + '\\record'; $vip.Fencing = $vip.Folder + '\\fence'
$vip.Lock = $vip.Folder + '\\lock'; $vip.Saved = $vip.Folder + '\\saved'; $vip.Trial = $vip.Folder + '\\trial'
$vip.Failed = $false; $vip.Stuck = $false; $vip.Again = $false; $vip.Holds = $false; $vip.HasBegun = $false
$vip.Key = ''; $vip.Answer = ''; $vip.Said = @(); $vip.HasCopy = $true; $vip.Watched = $false
function ConvertTo-VipSeconds([DateTime]$time) {
  [long][Math]::Floor(($time.ToUniversalTime() - (New-Object System.DateTime -ArgumentList 1970, 1, 1)).TotalSeconds)
}
function Get-VipTime { (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture) }
function Get-VipBoot { (ConvertTo-VipSeconds (Get-CimInstance -ClassName Win32_OperatingSystem).LastBootUpTime).ToString() }
function Test-VipBoot([string]$noted) {
  # A clock that is set moves the time of the boot as well, by a little; no server boots twice in so short a time.
  ($noted -match '^[0-9]+$') -and [Math]::Abs([long]$noted - [long](Get-VipBoot)) -lt 20
}
function Get-VipProcessMark([int]$id) {
  try { return (Get-Process -Id $id).StartTime.ToUniversalTime().Ticks.ToString() }
  catch { if ($_.FullyQualifiedErrorId -like 'NoProcessFoundForGivenId,*') { return '' }; throw }
}
function Test-VipProcess($named) {
  if ($named['pid'] -notmatch '^[0-9]{1,9}$' -or -not $named['began']) { return $false }
  (Get-VipProcessMark $named['pid']) -eq $named['began']
}`;

export function orderSettings({ run, owner, fence, seen = '', deadman = 0 }: ChangeOrder): string {
  const words = { Run: run, Owner: owner.replace(/\s+/g, ' '), Fence: fence.toFixed(0), Seen: seen };
  const texts = Object.entries(words).map(([name, value]) => `$vip.${name} = ${literal(value)}`);
  return [...texts, `$vip.Deadman = ${deadman}`].join('; ');
}

/**
 * PowerShell whose output is altered by each change: the host notes what it does, and its right to do it. It only reads;
 * a file that is not there, or is being written, counts as empty.
 */
export function changeMark(): string {
  const paths = ['progress', 'fence'].map((name) => renderPath(placePath(name))).join(', ');
  return `& {
  $text = ''
  foreach ($path in @(${paths})) {
    try { $text += [IO.File]::ReadAllText($path) } catch [IO.IOException] { $text += '-' }
  }
  if ($text -eq '--') { return 'none' }
  $hash = New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
  [BitConverter]::ToString($hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))
}`;
}

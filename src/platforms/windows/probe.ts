import { quotePowershell } from '../../core/quoting.ts';
import type { ProbeQuestion } from '../platform.ts';
import {
  identityParts,
  netshParts,
  networkParts,
  type ProbePart,
  protectionParts,
  trafficParts,
} from './probe-parts.ts';
import { changeMark, placePath, renderPath } from './script/host-place.ts';
import { missingCmdlets, readingStandIns } from './script/stand-ins/reading.ts';

/**
 * The probe of every Windows: one script for PowerShell 4.0 and later that only reads. Each part is read on its own, so that
 * what an edition does not have takes nothing else with it; a part that failed is named in `unread`. A property that an
 * edition does not have is empty: strict mode would end the part.
 *
 * Enumerations are printed by their names, which no language of Windows translates. The answer is written at once, so that
 * half of it is not taken for all.
 */
export function windowsProbe(question: ProbeQuestion): string {
  const vips = question.vips.map((vip) => quotePowershell(vip.address)).join(', ');
  const parts = [
    // First, so that a change that comes in between is noticed: what is read after it may be of before or of after.
    textPart('change-mark', changeMark()),
    ...identityParts.map(jsonPart),
    ...networkParts.map(jsonPart),
    ...trafficParts.map(jsonPart),
    ...protectionParts.map(jsonPart),
    ...ownFiles.map(([name, path]) => textPart(name, readFile(path))),
    ...netshParts.map(jsonPart),
  ];
  return `$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
${toJson}
${missingCmdlets}
${question.method === 'netsh' ? readingStandIns : ''}
function Get-VipAnswer {
$vips = @(${vips})
$unread = @()
$connections = $null; $endpoints = $null
''; '@@vipfarm kernel'; 'Windows'
${parts.join('\n')}
if ($vipMissing.Length -gt 0) { ''; '@@vipfarm missing-cmdlets'; $vipMissing }
''; '@@vipfarm unread'; $unread
''; '@@vipfarm end'
}
[Console]::Out.Write(((Get-VipAnswer) -join [string][char]10) + [string][char]10)
`;
}

/** The files of ours whose text is read. */
const ownFiles: readonly (readonly [section: string, path: string])[] = [
  ['record', placePath('record')],
  ['trial-record', placePath('trial-record')],
  ['own-adapter', placePath('adapter')],
];

function jsonPart({ name, rows }: ProbePart): string {
  return part(name, `$found = @(${rows}); foreach ($row in $found) { ConvertTo-VipJson $row }`);
}

function textPart(name: string, lines: string): string {
  return part(name, lines);
}

function part(name: string, lines: string): string {
  return `try { $rows = @(${lines}); ''; '@@vipfarm ${name}'; $rows }
catch { $unread += ConvertTo-VipJson ([ordered]@{ part = '${name}'; id = $_.FullyQualifiedErrorId }) }`;
}

function readFile(path: string): string {
  const place = renderPath(path);
  return `if ([IO.File]::Exists(${place})) { [IO.File]::ReadAllText(${place}) }`;
}

/** Compact JSON in ASCII: what ConvertTo-Json makes differs between releases, and it writes enumerations as numbers. */
const toJson = `function ConvertTo-VipJson($value) {
  if ($null -eq $value) { return 'null' }
  if ($value -is [bool]) { if ($value) { return 'true' } else { return 'false' } }
  if ($value -is [int] -or $value -is [long] -or $value -is [uint32] -or $value -is [uint16] -or $value -is [byte]) { return [string]$value }
  if ($value -is [Collections.IDictionary]) {
    $members = foreach ($key in $value.Keys) { (ConvertTo-VipJson ([string]$key)) + ':' + (ConvertTo-VipJson $value[$key]) }
    return '{' + (@($members) -join ',') + '}'
  }
  if ($value -is [array]) { return '[' + (@(foreach ($one in $value) { ConvertTo-VipJson $one }) -join ',') + ']' }
  $text = [string]$value
  if ($text -cmatch '^[ !#-\\[\\]-~]*$') { return '"' + $text + '"' }
  $letters = foreach ($letter in $text.ToCharArray()) {
    $code = [int]$letter
    if ($code -lt 32 -or $code -gt 126 -or $code -eq 34 -or $code -eq 92) { '\\u' + $code.ToString('x4') } else { [string]$letter }
  }
  return '"' + (@($letters) -join '') + '"'
}`;

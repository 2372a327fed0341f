import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { openPowershellHost } from './open-powershell-host.ts';
import type { CheckOptions, PowershellHost } from './powershell-host.ts';

type Snippet = readonly [rule: string, script: string];

const badEverywhere: readonly Snippet[] = [
  ['parse-error', 'if ($true) { 1'],
  ['not-ascii', '$a = "\u00fc"'],
  ['not-ascii', '# \u2013 a dash of a word processor'],
  ['newer-operator', '$a = $b ?? 1'],
  ['newer-operator', '$b = 1; $b ??= 2'],
  ['newer-operator', '$a = (Get-NetAdapter)?.Name'],
  ['newer-operator', '$a = (Get-NetAdapter)?[0]'],
  ['newer-operator', '$a = $b ? 1 : 2'],
  ['newer-operator', 'Get-NetAdapter && Get-NetRoute'],
  ['newer-operator', 'Get-NetAdapter || Get-NetRoute'],
  ['newer-block', 'function F { process { 1 } clean { 2 } }'],
  ['pipe-at-line-start', 'Get-NetAdapter\n| Out-Null'],
  ['newer-number', '$a = 0b101'],
  ['newer-number', '$a = 12uy'],
  ['newer-number', '$a = 5n'],
  ['newer-escape', '$a = "`e[0m"'],
  ['newer-escape', '$a = "`u{e9}"'],
  ['newer-replace', "'a' -replace 'a', { 'b' }"],
  ['newer-overload', "'a||b'.Split('||')"],
  ['newer-overload', "'a'.Replace('A', 'b', 'OrdinalIgnoreCase')"],
  ['newer-variable', 'if ($IsWindows) { 1 }'],
  ['newer-variable', '$PSStyle.Reset'],
  ['newer-attribute', 'function F { param([ValidateNotNullOrWhiteSpace()]$a) }'],
  ['newer-command', 'Join-String -InputObject 1'],
  ['newer-command', 'Microsoft.PowerShell.Utility\\Get-Uptime'],
  ['newer-parameter', 'ConvertTo-Json -InputObject 1 -AsArray'],
  ['newer-parameter', 'Get-Content C:\\a -AsByte'],
  ['newer-parameter', 'ForEach-Object -Parallel { 1 }'],
  ['newer-parameter', 'Get-NetAdapter -ProgressAction Ignore'],
  ['unknown-member', '[Math]::Clamp(1, 2, 3)'],
  ['unknown-member', '[Convert]::ToHexString(@(1))'],
  ['unknown-member', '[string]::NoSuchThing(1)'],
  ['unknown-type', '[semver]"1.0"'],
  ['unknown-type', '[System.Text.Json.JsonDocument]::Parse("1")'],
  ['unknown-type', 'New-Object System.Text.Json.JsonDocument'],
  ['unknown-type', 'New-Object -TypeName System.Half'],
  ['using-statement', 'using namespace System.Text\n1'],
  ['background-job', 'Get-NetAdapter &'],
  ['computed-member', "$name = 'Abs'; [Math]::$name(1)"],
  ['forbidden-command', "Invoke-Expression '1'"],
  ['forbidden-command', 'Invoke-WebRequest http://192.0.2.1/'],
  ['alias', '1 | % { $_ }'],
  ['no-selector', 'Set-NetIPInterface -AddressFamily IPv4 -WeakHostReceive Enabled'],
  ['would-ask', 'Remove-NetIPAddress -IPAddress 192.0.2.1 -InterfaceIndex 4'],
  ['would-ask', 'Unregister-ScheduledTask -TaskName a'],
];

const badOnFour: readonly Snippet[] = [
  ['new-method-on-4', '[Text.StringBuilder]::new()'],
  ['class-on-4', 'class A { [int]$B }'],
  ['class-on-4', 'enum E { A }'],
  ['command-not-on-4', 'Get-PnpDevice -Class Net'],
  ['command-not-on-4', 'Write-Information 1'],
  ['information-stream-on-4', 'Get-NetAdapter -InformationAction Ignore'],
  ['parameter-not-on-4', "Set-Content -Path C:\\a -Value 'b' -NoNewline"],
];

const badInProbe: readonly Snippet[] = [
  ['command-not-allowed', 'Rename-NetAdapter -Name a -NewName b'],
  ['command-not-allowed', 'Set-NetIPInterface -InterfaceIndex 4 -Forwarding Enabled'],
  ['command-not-allowed', 'netsh.exe interface ipv4 set interface 4 weakhostsend=enabled'],
  ['command-not-allowed', 'netsh.exe interface ipv4 $verb'],
  ['command-not-allowed', 'schtasks.exe /query'],
  ['command-not-allowed', 'NetTCPIP\\New-NetIPAddress -IPAddress 192.0.2.1 -InterfaceIndex 1'],
  ['command-not-allowed', 'Get-NetAdapter | Out-File C:\\a'],
  ['command-not-allowed', "if ($false) { Add-Type -TypeDefinition '' }"],
  ['call-through-variable', "$c = 'x'; & $c"],
  ['call-through-variable', '$s = { 1 }; . $s'],
  ['redirection', 'Get-NetAdapter > C:\\a'],
  ['redirection', 'Get-NetAdapter 2>> C:\\a'],
  ['member-assignment', '$a = Get-NetAdapter; $a.Name = 1'],
  ['member-assignment', '[Environment]::CurrentDirectory = 1'],
  ['member-assignment', '$a.Count++'],
  ['member-assignment', '$env:PATH = 1'],
  ['method-not-allowed', "[IO.File]::Delete('C:\\a')"],
  ['method-not-allowed', "[IO.File]::WriteAllText('C:\\a', 'b')"],
  ['method-not-allowed', "[ScriptBlock]::Create('1')"],
  ['method-not-allowed', '(Get-NetAdapter).Disable()'],
  ['method-not-allowed', 'Get-NetAdapter | ForEach-Object Disable'],
  ['method-not-allowed', 'Get-NetAdapter | Where-Object $block'],
  ['requires-statement', '#requires -Modules Pester\n1'],
  ['type-definition', 'enum E { A }'],
  ['method-not-allowed', '$ExecutionContext.InvokeCommand.InvokeScript(1)'],
  ['method-not-allowed', '$a.Write(1)'],
  ['computed-member', "$m = 'Delete'; $a.$m()"],
  ['object-not-allowed', 'New-Object -ComObject WScript.Shell'],
  ['object-not-allowed', 'New-Object Net.WebClient'],
];

const goodInProbe: readonly string[] = [
  "Set-StrictMode -Version 2.0; $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'",
  'function Show($v) { if ($null -eq $v) { return "null" }; return [string]$v }; Show 1',
  '$a = @(Get-NetAdapter -IncludeHidden | ForEach-Object { $_.Name })',
  '$r = [ordered]@{ ok = $true; list = @() }',
  '[Console]::Out.Write("x")',
  '[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false',
  '$b = New-Object System.Text.StringBuilder; [void]$b.Append("x").Append(1)',
  'try { Get-NetIPInterface -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }',
  '[string]::Join(",", @(1, 2))',
  '[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String("eA=="))',
  '$o = Get-CimInstance -ClassName Win32_OperatingSystem; [int]$o.BuildNumber -ge 17763',
  'netsh.exe interface ipv4 show interface 4',
  '$lines = @(netsh.exe interface ipv6 dump); $LASTEXITCODE',
  'Get-NetTCPConnection -State Listen 2>$null | Out-Null',
  '& { Get-NetRoute -AddressFamily IPv4 }',
  '$p = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())\n$p.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)',
  "if (Test-Path -LiteralPath 'C:\\ProgramData\\vipfarm\\record.json') { [IO.File]::ReadAllText('C:\\ProgramData\\vipfarm\\record.json') }",
  "(Get-ItemProperty -Path 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion').InstallationType",
  "'a b c'.Split(' ') -join '|'",
  '$i = 0; while ($i -lt 3) { $i++ }; do { $i-- } until ($i -eq 0)',
  'switch (3) { 1 { "a" } default { "b" } }',
  'foreach ($x in 1..3) { if ($x -band 1) { continue }; $x }',
  "'{0:x4}' -f 255",
  '$h = @{}; $h["a"] = 1; $h.ContainsKey("a")',
  "Get-NetAdapter |\n  Where-Object { $_.Status -eq 'Up' } |\n  Sort-Object -Property Name",
  '[regex]::Replace("a", "b", "c")',
  '[Environment]::GetFolderPath([Environment+SpecialFolder]::CommonApplicationData)',
  'exit 0',
];

const goodInChange: readonly string[] = [
  'Set-NetIPInterface -InterfaceIndex 4 -AddressFamily IPv4 -WeakHostReceive Enabled -ErrorAction Stop',
  'New-NetIPAddress -InterfaceIndex 9 -IPAddress 192.0.2.1 -PrefixLength 32 -SkipAsSource $true | Out-Null',
  'Remove-NetIPAddress -IPAddress 192.0.2.1 -InterfaceIndex 9 -Confirm:$false',
  "Unregister-ScheduledTask -TaskName a -TaskPath '\\vipfarm\\' -Confirm:$false",
  "[IO.File]::WriteAllText('C:\\a', 'b')",
  "Add-Type -TypeDefinition 'public class Loop { public static void Make() { } }'; [Loop]::Make()",
  "$t = New-ScheduledTaskTrigger -AtStartup; $t.Delay = 'PT30S'",
  'Get-NetIPInterface -InterfaceIndex 9 | Set-NetIPInterface -Dhcp Disabled',
];

describeWith(['dotnet', 'gcc'], 'the check of scripts', () => {
  let host: PowershellHost;

  beforeAll(async () => {
    host = await openPowershellHost();
  }, 600_000);
  afterAll(() => host[Symbol.asyncDispose]());

  async function rules(script: string, options: CheckOptions): Promise<readonly string[]> {
    return (await host.check(script, options)).map((finding) => finding.rule);
  }

  it.each(badEverywhere)('refuses by %s: %s', async (rule, script) => {
    expect(await rules(script, { purpose: 'change', powershell: '5.1' })).toContain(rule);
  });

  it.each(badOnFour)('refuses on 4.0 only, by %s: %s', async (rule, script) => {
    expect(await rules(script, { purpose: 'change', powershell: '4.0' })).toContain(rule);
    expect(await rules(script, { purpose: 'change', powershell: '5.1' })).toEqual([]);
  });

  it.each(badInProbe)('refuses in a probe, by %s: %s', async (rule, script) => {
    expect(await rules(script, { purpose: 'probe', powershell: '5.1' })).toContain(rule);
  });

  it.each(goodInProbe)('finds nothing in the probe: %s', async (script) => {
    expect(await rules(script, { purpose: 'probe', powershell: '4.0' })).toEqual([]);
  });

  it.each(goodInChange)('finds nothing in the change: %s', async (script) => {
    expect(await rules(script, { purpose: 'change', powershell: '4.0' })).toEqual([]);
  });

  it('says where', async () => {
    const [finding] = await host.check('$a = 1\n  Get-Uptime', { purpose: 'change', powershell: '5.1' });
    expect(finding).toEqual({ rule: 'newer-command', line: 2, column: 3, text: 'Get-Uptime' });
  });
});

/**
 * What steps call beside cmdlets: functions that print one line of what is there, in words that no language of Windows
 * translates, one that takes away an address which only one store has, and one that makes a rule from lists. They look at
 * everything and choose, because a cmdlet that finds nothing by a name fails.
 */
export const stepCommands = `function Show-VipInterface([string]$InterfaceAlias, [int]$InterfaceIndex, [string]$AddressFamily, [string]$PolicyStore) {
  foreach ($one in Get-NetIPInterface -PolicyStore $PolicyStore) {
    if ([string]$one.AddressFamily -ne $AddressFamily) { continue }
    if ($one.InterfaceAlias -ne $InterfaceAlias -and $one.InterfaceIndex -ne $InterfaceIndex) { continue }
    "WeakHostSend=$([string]$one.WeakHostSend) WeakHostReceive=$([string]$one.WeakHostReceive) Dhcp=$([string]$one.Dhcp)"
  }
}
function Show-VipAddress([string]$InterfaceAlias, [int]$InterfaceIndex, [string]$IPAddress) {
  # A new address is tentative until nobody else has answered for it.
  for ($left = 20; $left -ge 0; $left--) {
    $now = 'absent'; $later = 'absent'
    foreach ($one in Get-NetIPAddress -PolicyStore ActiveStore) {
      if ([string]$one.IPAddress -ne $IPAddress) { continue }
      if ($one.InterfaceAlias -ne $InterfaceAlias -and $one.InterfaceIndex -ne $InterfaceIndex) { continue }
      $now = "/$($one.PrefixLength) SkipAsSource=$([bool]$one.SkipAsSource) $([string]$one.AddressState)"
    }
    if ($now -notlike '*Tentative' -or $left -eq 0) { break }
    Start-Sleep -Seconds 1
  }
  foreach ($one in Get-NetIPAddress -PolicyStore PersistentStore) {
    if ([string]$one.IPAddress -ne $IPAddress) { continue }
    if ($one.InterfaceAlias -ne $InterfaceAlias -and $one.InterfaceIndex -ne $InterfaceIndex) { continue }
    $later = "/$($one.PrefixLength)"
  }
  "now $now, at boot $later"
}
function Remove-VipRest([string]$InterfaceAlias, [int]$InterfaceIndex, [string]$IPAddress) {
  $stores = @(); $index = 0
  foreach ($store in @('ActiveStore', 'PersistentStore')) {
    foreach ($one in Get-NetIPAddress -PolicyStore $store) {
      if ([string]$one.IPAddress -ne $IPAddress) { continue }
      if ($one.InterfaceAlias -eq $InterfaceAlias -or $one.InterfaceIndex -eq $InterfaceIndex) { $stores += $store; $index = [int]$one.InterfaceIndex }
    }
  }
  if ($stores.Length -eq 1) { Remove-NetIPAddress -InterfaceIndex $index -IPAddress $IPAddress -PolicyStore $stores[0] -Confirm:$false }
}
function Show-VipLoopback([string]$Name) {
  # Its interfaces come some seconds after the device.
  for ($left = 30; $left -ge 0; $left--) {
    $seen = 'absent'; $sides = @()
    foreach ($one in Get-NetAdapter -IncludeHidden) { if ($one.Name -eq $Name) { $seen = ([string]$one.ComponentID).ToLowerInvariant() } }
    foreach ($one in Get-NetIPInterface -PolicyStore ActiveStore) { if ($one.InterfaceAlias -eq $Name) { $sides += [string]$one.AddressFamily } }
    if ($seen -eq 'absent' -or ($sides -contains 'IPv4' -and $sides -contains 'IPv6') -or $left -eq 0) { break }
    Start-Sleep -Seconds 1
  }
  "$seen $(@($sides | Sort-Object) -join ' ')"
}
function Show-VipStatus([string]$Name) {
  foreach ($one in Get-NetAdapter -IncludeHidden) { if ($one.Name -eq $Name) { [string]$one.Status } }
}
function Show-VipBinding([string]$Name, [string]$ComponentID) {
  $enabled = 'absent'
  foreach ($one in Get-NetAdapterBinding) { if ($one.Name -eq $Name -and $one.ComponentID -eq $ComponentID) { $enabled = [string][bool]$one.Enabled } }
  $enabled
}
function Show-VipRegistration([string]$InterfaceAlias, [int]$InterfaceIndex) {
  foreach ($one in Get-DnsClient) {
    if ($one.InterfaceAlias -eq $InterfaceAlias -or $one.InterfaceIndex -eq $InterfaceIndex) { [string][bool]$one.RegisterThisConnectionsAddress }
  }
}
function Show-VipRule([string]$Name) {
  $shown = 'absent'
  foreach ($filter in Get-NetFirewallPortFilter) {
    if ($filter.InstanceID -ne $Name) { continue }
    foreach ($rule in Get-NetFirewallRule -Name $Name) {
      $to = @(); $from = @()
      foreach ($place in $rule | Get-NetFirewallAddressFilter) { $to += @($place.LocalAddress); $from += @($place.RemoteAddress) }
      $shown = "$([string]$rule.Enabled) $([string]$rule.Direction) $([string]$rule.Action) $($filter.Protocol) $(@($filter.LocalPort) -join ',')"
      $shown += " to $($to -join ',') from $($from -join ',') in $([string]$rule.Profile)"
    }
  }
  $shown
}
function New-VipRule([string]$Name, [string]$Enabled, [string]$Action, [string]$In, [string]$Protocol, [string]$LocalPort, [string]$LocalAddress, [string]$RemoteAddress) {
  # Of other protocols a port cannot be told, though one is shown.
  $port = @{}
  if (@('TCP', 'UDP') -contains $Protocol) { $port['LocalPort'] = $LocalPort.Split(',') }
  New-NetFirewallRule -Name $Name -DisplayName $Name -Direction Inbound -Enabled $Enabled -Action $Action -Profile $In.Split(',') -Protocol $Protocol -LocalAddress $LocalAddress.Split(',') -RemoteAddress $RemoteAddress.Split(',') @port
}
function Show-VipFile([string]$LiteralPath) {
  $path = $LiteralPath.Replace('%ProgramData%', $env:ProgramData)
  if (-not [IO.File]::Exists($path)) { return 'absent' }
  $hash = New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
  [BitConverter]::ToString($hash.ComputeHash([IO.File]::ReadAllBytes($path))).Replace('-', '').ToLowerInvariant()
}`;

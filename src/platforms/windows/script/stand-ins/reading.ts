/** The cmdlets for networks that the host lacks: `$vipMissing`. */
export const missingCmdlets = `$vipMissing = @(foreach ($name in @(${[
  'Get-NetAdapter',
  'Get-NetIPInterface',
  'Get-NetIPAddress',
  'Get-NetTCPConnection',
  'Get-NetUDPEndpoint',
  'Get-DnsClient',
]
  .map((name) => `'${name}'`)
  .join(', ')})) { if ($null -eq (Get-Command -Name $name -ErrorAction SilentlyContinue)) { $name } })`;

/**
 * Where the modules NetAdapter, NetTCPIP and DnsClient are missing, functions of the same names read the same by WMI, .NET
 * and netsh. netsh is read by position: the rows of `show interface N` after the index, the script of `dump`. What the
 * persistent store has comes from netsh alone. Nothing is read by a word that a language translates.
 *
 * Two things cannot be read so: whether an address that runs is Preferred, and its SkipAsSource where it is not persistent.
 */
export const readingStandIns = `if ($vipMissing -contains 'Get-NetAdapter') { function Get-NetAdapter([switch]$IncludeHidden) {
  $hardware = @{}
  foreach ($one in Get-CimInstance -ClassName Win32_PnPEntity -Filter "ClassGuid='{4d36e972-e325-11ce-bfc1-08002be10318}'") { $hardware[[string]$one.PNPDeviceID] = [string]@($one.HardwareID)[0] }
  foreach ($one in Get-CimInstance -ClassName Win32_NetworkAdapter) {
    if ([string]$one.NetConnectionID -eq '') { continue }
    # 22: somebody disabled the device. 2: connected.
    $status = 'Disconnected'
    if ($one.ConfigManagerErrorCode -eq 22) { $status = 'Disabled' } elseif ($one.NetConnectionStatus -eq 2) { $status = 'Up' }
    New-Object PSObject -Property @{ Name = [string]$one.NetConnectionID; InterfaceIndex = [int]$one.InterfaceIndex; ifIndex = [int]$one.InterfaceIndex; InterfaceGuid = [string]$one.GUID
      ComponentID = ([string]$hardware[[string]$one.PNPDeviceID]).ToLowerInvariant(); PnPDeviceID = [string]$one.PNPDeviceID; MacAddress = ([string]$one.MACAddress).Replace(':', '-')
      Status = $status; Hidden = $false; DriverFileName = [string]$one.ServiceName }
  }
} }
function Get-VipConfiguration {
  $names = @{}
  foreach ($one in Get-CimInstance -ClassName Win32_NetworkAdapter) { $names[[int]$one.InterfaceIndex] = [string]$one.NetConnectionID }
  foreach ($one in Get-CimInstance -ClassName Win32_NetworkAdapterConfiguration) {
    if ([string]$names[[int]$one.InterfaceIndex] -ne '') { New-Object PSObject -Property @{ Index = [int]$one.InterfaceIndex; Alias = $names[[int]$one.InterfaceIndex]; Of = $one } }
  }
}
if ($vipMissing -contains 'Get-NetIPInterface') { function Get-NetIPInterface([string]$PolicyStore) {
  $store = 'store=' + $PolicyStore.Replace('Store', '').ToLowerInvariant()
  $known = @(Get-VipConfiguration)
  foreach ($family in @('IPv4', 'IPv6')) {
    if ($family -eq 'IPv4') { $table = @(netsh.exe interface ipv4 show interfaces) } else { $table = @(netsh.exe interface ipv6 show interfaces) }
    foreach ($line in $table) {
      $words = [regex]::Match($line, '^\\s*(\\d+)\\s+\\d+\\s+\\d+\\s+\\S+\\s+(.+?)\\s*$')
      if (-not $words.Success) { continue }
      $index = [int]$words.Groups[1].Value; $alias = $words.Groups[2].Value; $dhcp = 'Disabled'
      foreach ($one in $known) { if ($one.Index -eq $index) { $alias = $one.Alias; if ($family -eq 'IPv4' -and $one.Of.DHCPEnabled -eq $true) { $dhcp = 'Enabled' } } }
      if ($family -eq 'IPv4') { $text = @(netsh.exe interface ipv4 show interface $index $store) } else { $text = @(netsh.exe interface ipv6 show interface $index $store) }
      $rows = @(foreach ($row in $text) { $value = [regex]::Match($row, ':\\s([^:]*)$'); if ($value.Success) { $value.Groups[1].Value.Trim().ToLowerInvariant() } })
      $at = 0
      while ($at -lt $rows.Length -and $rows[$at] -ne [string]$index) { $at += 1 }
      if ($at + 19 -ge $rows.Length) { if ($PolicyStore -eq 'ActiveStore') { throw "netsh does not say how the interface $index is set" } else { continue } }
      $said = @(foreach ($row in @(10, 17, 18, 19)) { if ($rows[$at + $row] -eq 'enabled') { 'Enabled' } elseif ($rows[$at + $row] -eq 'disabled') { 'Disabled' } else { throw "netsh says $($rows[$at + $row]) of the interface $index" } })
      New-Object PSObject -Property @{ InterfaceIndex = $index; InterfaceAlias = $alias; AddressFamily = $family; Forwarding = $said[0]; WeakHostSend = $said[1]; WeakHostReceive = $said[2]
        AutomaticMetric = $said[3]; InterfaceMetric = [int]$rows[$at + 2]; Dhcp = $dhcp }
    }
  }
} }
function Get-VipDumped {
  # An address of IPv6 may stand without its prefix. The built-in loopback is no adapter, and its name is not translated.
  $known = @(Get-VipConfiguration) + @(New-Object PSObject -Property @{ Index = 1; Alias = 'Loopback Pseudo-Interface 1' })
  foreach ($line in @(netsh.exe interface ipv4 dump) + @(netsh.exe interface ipv6 dump)) {
    $words = [regex]::Match($line, '^add address (?:name|interface)="?([^"=]+?)"? address=([0-9a-fA-F.:]+)(?:/(\\d+))?(?: mask=([0-9.]+))?(.*)$')
    if (-not $words.Success) { continue }
    foreach ($one in $known) {
      if ($one.Alias -ne $words.Groups[1].Value) { continue }
      $prefix = -1
      if ($words.Groups[3].Success) { $prefix = [int]$words.Groups[3].Value } elseif ($words.Groups[4].Success) { $prefix = ConvertFrom-VipMask $words.Groups[4].Value }
      New-Object PSObject -Property @{ Index = $one.Index; Alias = $one.Alias; Address = $words.Groups[2].Value; Prefix = $prefix; Skip = ($words.Groups[5].Value -match '(?i)\\sskipassource=true') }
    }
  }
}
function ConvertFrom-VipMask([string]$mask) {
  if (-not $mask.Contains('.')) { return [int]$mask }
  $bits = 0
  foreach ($part in $mask.Split('.')) { $bits += [Convert]::ToString([int]$part, 2).Replace('0', '').Length }
  $bits
}
if ($vipMissing -contains 'Get-NetIPAddress') { function Get-NetIPAddress([string]$PolicyStore) {
  $dumped = @(Get-VipDumped)
  $running = @(foreach ($one in Get-VipConfiguration) {
    $addresses = @($one.Of.IPAddress); $masks = @($one.Of.IPSubnet)
    for ($at = 0; $at -lt $addresses.Length; $at++) {
      if ([string]$addresses[$at] -eq '') { continue }
      $skip = $false
      foreach ($kept in $dumped) { if ($kept.Index -eq $one.Index -and $kept.Address -eq $addresses[$at]) { $skip = $kept.Skip } }
      New-Object PSObject -Property @{ Index = $one.Index; Alias = $one.Alias; Address = [string]$addresses[$at]; Prefix = (ConvertFrom-VipMask ([string]$masks[$at])); Skip = $skip }
    }
  })
  $shown = $running; $state = 'Preferred'
  if ($PolicyStore -eq 'PersistentStore') { $shown = $dumped; $state = 'Invalid' }
  foreach ($one in $shown) {
    $family = 'IPv4'; $prefix = $one.Prefix
    if ($one.Address.Contains(':')) { $family = 'IPv6' }
    if ($prefix -lt 0) { $prefix = 64; foreach ($now in $running) { if ($now.Index -eq $one.Index -and $now.Address -eq $one.Address) { $prefix = $now.Prefix } } }
    New-Object PSObject -Property @{ InterfaceIndex = $one.Index; InterfaceAlias = $one.Alias; IPAddress = $one.Address; PrefixLength = $prefix; AddressFamily = $family; SkipAsSource = $one.Skip; AddressState = $state }
  }
} }
if ($vipMissing -contains 'Get-DnsClient') { function Get-DnsClient {
  foreach ($one in Get-VipConfiguration) { New-Object PSObject -Property @{ InterfaceIndex = $one.Index; InterfaceAlias = $one.Alias; RegisterThisConnectionsAddress = ($one.Of.FullDNSRegistrationEnabled -eq $true) } }
} }
function Get-VipEnds { [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties() }
if ($vipMissing -contains 'Get-NetTCPConnection') { function Get-NetTCPConnection {
  foreach ($one in (Get-VipEnds).GetActiveTcpListeners()) { New-Object PSObject -Property @{ LocalAddress = [string]$one.Address; LocalPort = [int]$one.Port; RemoteAddress = ''; RemotePort = 0; State = 'Listen' } }
  foreach ($one in (Get-VipEnds).GetActiveTcpConnections()) {
    New-Object PSObject -Property @{ LocalAddress = [string]$one.LocalEndPoint.Address; LocalPort = [int]$one.LocalEndPoint.Port; RemoteAddress = [string]$one.RemoteEndPoint.Address; RemotePort = [int]$one.RemoteEndPoint.Port; State = [string]$one.State }
  }
} }
if ($vipMissing -contains 'Get-NetUDPEndpoint') { function Get-NetUDPEndpoint {
  foreach ($one in (Get-VipEnds).GetActiveUdpListeners()) { New-Object PSObject -Property @{ LocalAddress = [string]$one.Address; LocalPort = [int]$one.Port } }
} }`;

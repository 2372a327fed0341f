/**
 * What a change needs of the missing modules beside `netsh interface ipv4|ipv6`, under the names of the cmdlets. That netsh
 * did it is read back, as everything is. DHCP ends by itself when the first address of IPv4 is added.
 */
export const changingStandIns = `function Get-VipNamed([string]$alias, [int]$index) { if ($alias -ne '') { $alias } else { [string]$index } }
function Get-VipStoreWord([string]$store) { if ($store -eq 'ActiveStore') { 'store=active' } else { 'store=persistent' } }
foreach ($name in @('Rename-NetAdapter', 'Enable-NetAdapter', 'Disable-NetAdapter', 'Set-DnsClient', 'New-NetIPAddress', 'Remove-NetIPAddress')) {
  if ($null -ne (Get-Command -Name $name -ErrorAction SilentlyContinue)) { continue }
  if ($name -eq 'Rename-NetAdapter') { \${function:global:Rename-NetAdapter} = { param([string]$Name, [string]$NewName, [switch]$Confirm)
    [void](netsh.exe interface set interface $Name "newname=$NewName") } }
  if ($name -eq 'Enable-NetAdapter') { \${function:global:Enable-NetAdapter} = { param([string]$Name)
    [void](netsh.exe interface set interface $Name 'admin=enabled') } }
  if ($name -eq 'Disable-NetAdapter') { \${function:global:Disable-NetAdapter} = { param([string]$Name, [switch]$Confirm)
    [void](netsh.exe interface set interface $Name 'admin=disabled') } }
  if ($name -eq 'New-NetIPAddress') { \${function:global:New-NetIPAddress} = { param([string]$InterfaceAlias, [int]$InterfaceIndex, [string]$IPAddress, [int]$PrefixLength, [bool]$SkipAsSource, [string]$PolicyStore)
    $named = Get-VipNamed $InterfaceAlias $InterfaceIndex; $store = Get-VipStoreWord $PolicyStore; $skip = 'skipassource=' + ([string]$SkipAsSource).ToLowerInvariant()
    if ($IPAddress.Contains(':')) { [void](netsh.exe interface ipv6 add address $named "address=$IPAddress/$PrefixLength" $store $skip) }
    else { [void](netsh.exe interface ipv4 add address $named "address=$IPAddress" 'mask=255.255.255.255' $store $skip) } } }
  if ($name -eq 'Remove-NetIPAddress') { \${function:global:Remove-NetIPAddress} = { param([string]$InterfaceAlias, [int]$InterfaceIndex, [string]$IPAddress, [string]$PolicyStore, [switch]$Confirm)
    $named = Get-VipNamed $InterfaceAlias $InterfaceIndex; $store = Get-VipStoreWord $PolicyStore
    if ($IPAddress.Contains(':')) { [void](netsh.exe interface ipv6 delete address $named "address=$IPAddress" $store) }
    else { [void](netsh.exe interface ipv4 delete address $named "address=$IPAddress" $store) } } }
  if ($name -eq 'Set-DnsClient') { \${function:global:Set-DnsClient} = { param([string]$InterfaceAlias, [int]$InterfaceIndex, [bool]$RegisterThisConnectionsAddress)
    $named = Get-VipNamed $InterfaceAlias $InterfaceIndex; $word = 'none'
    if ($RegisterThisConnectionsAddress) { $word = 'primary' }
    [void](netsh.exe interface ipv4 set dnsservers $named 'source=static' 'address=none' "register=$word" 'validate=no') } }
}`;

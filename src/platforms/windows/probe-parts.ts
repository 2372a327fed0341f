/** A section of the answer, and PowerShell that writes its rows as tables. */
export interface ProbePart {
  readonly name: string;
  readonly rows: string;
}

const currentVersion = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';

/** Keys whose presence means that Windows waits for a boot. */
const pendingBoot = [
  'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending',
  'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired',
];

/** Who the host is, and who asks. */
export const identityParts: readonly ProbePart[] = [
  {
    name: 'system',
    rows: `foreach ($os in Get-CimInstance -ClassName Win32_OperatingSystem) {
  [ordered]@{ name = [Environment]::MachineName; caption = $os.Caption; version = $os.Version; build = [string]$os.BuildNumber;
    installation = [Microsoft.Win32.Registry]::GetValue('${currentVersion}', 'InstallationType', '');
    powershell = [string]$PSVersionTable.PSVersion; wide = [Environment]::Is64BitProcess;
    elevated = ([Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator);
    boot = (${pendingBoot.map((key) => `(Test-Path -LiteralPath '${key}')`).join(' -or ')}) }
}`,
  },
  {
    name: 'domain',
    rows: `foreach ($computer in Get-CimInstance -ClassName Win32_ComputerSystem) {
  [ordered]@{ role = [int]$computer.DomainRole; domain = [string]$computer.Domain }
}`,
  },
];

/** Adapters, interfaces, addresses and routes; an adapter is known by its hardware id, never by its name. */
export const networkParts: readonly ProbePart[] = [
  {
    name: 'adapters',
    rows: `foreach ($one in Get-NetAdapter -IncludeHidden) {
  if ($one.Hidden -and $one.ComponentID -ne '*msloop') { continue }
  [ordered]@{ index = [int]$one.ifIndex; name = $one.Name; guid = [string]$one.InterfaceGuid; hardware = [string]$one.ComponentID;
    device = [string]$one.PnPDeviceID; mac = [string]$one.MacAddress; status = [string]$one.Status; driver = [string]$one.DriverFileName }
}`,
  },
  ...(['ActiveStore', 'PersistentStore'] as const).flatMap((store): ProbePart[] => [
    {
      name: store === 'ActiveStore' ? 'interfaces' : 'interfaces-at-boot',
      rows: `foreach ($one in Get-NetIPInterface -PolicyStore ${store}) {
  [ordered]@{ index = [int]$one.InterfaceIndex; alias = $one.InterfaceAlias; family = [string]$one.AddressFamily;
    send = [string]$one.WeakHostSend; receive = [string]$one.WeakHostReceive; forwarding = [string]$one.Forwarding;
    metric = [int]$one.InterfaceMetric; automatic = [string]$one.AutomaticMetric; dhcp = [string]$one.Dhcp }
}`,
    },
    {
      name: store === 'ActiveStore' ? 'addresses' : 'addresses-at-boot',
      rows: `foreach ($one in Get-NetIPAddress -PolicyStore ${store}) {
  [ordered]@{ index = [int]$one.InterfaceIndex; address = [string]$one.IPAddress; prefix = [int]$one.PrefixLength;
    family = [string]$one.AddressFamily; skip = [bool]$one.SkipAsSource; state = [string]$one.AddressState }
}`,
    },
  ]),
  {
    name: 'routes',
    rows: `foreach ($one in Get-NetRoute -PolicyStore ActiveStore) {
  if ($one.NextHop -eq '0.0.0.0' -or $one.NextHop -eq '::') { continue }
  [ordered]@{ to = $one.DestinationPrefix; via = $one.NextHop; index = [int]$one.InterfaceIndex; metric = [int]$one.RouteMetric }
}`,
  },
  {
    name: 'teams',
    rows: `foreach ($one in Get-NetLbfoTeamMember) { [ordered]@{ adapter = $one.Name; part = 'team'; of = $one.Team } }`,
  },
  {
    name: 'switches',
    rows: `foreach ($one in Get-VMSwitch) { [ordered]@{ adapter = [string]$one.NetAdapterInterfaceDescription; part = 'switch'; of = $one.Name } }`,
  },
];

/** By which address this session came in, who listens, and who is connected to a VIP. */
export const trafficParts: readonly ProbePart[] = [
  { name: 'session', rows: '[ordered]@{ ssh = [string]$env:SSH_CONNECTION }' },
  {
    name: 'listeners',
    rows: `$connections = @(Get-NetTCPConnection); foreach ($one in $connections) {
  if ([string]$one.State -eq 'Listen') { [ordered]@{ protocol = 'tcp'; address = [string]$one.LocalAddress; port = [int]$one.LocalPort } }
}
$endpoints = @(Get-NetUDPEndpoint); foreach ($one in $endpoints) { [ordered]@{ protocol = 'udp'; address = [string]$one.LocalAddress; port = [int]$one.LocalPort } }`,
  },
  {
    name: 'connections',
    rows: `foreach ($one in $connections) {
  $remote = 5985, 5986 -contains $one.LocalPort
  if ([string]$one.State -ne 'Established' -or -not ($remote -or $vips -contains $one.LocalAddress)) { continue }
  [ordered]@{ local = [string]$one.LocalAddress; port = [int]$one.LocalPort; from = [string]$one.RemoteAddress; remote = [int]$one.RemotePort }
}`,
  },
];

/** What keeps the VIP in and clients out: DNS registration, bindings, firewall. */
export const protectionParts: readonly ProbePart[] = [
  {
    name: 'dns',
    rows: `foreach ($one in Get-DnsClient) {
  [ordered]@{ index = [int]$one.InterfaceIndex; registers = [bool]$one.RegisterThisConnectionsAddress }
}`,
  },
  {
    name: 'bindings',
    rows: `foreach ($one in Get-NetAdapterBinding) {
  [ordered]@{ adapter = $one.Name; component = $one.ComponentID; enabled = [bool]$one.Enabled }
}`,
  },
  {
    name: 'firewall-profiles',
    rows: `foreach ($one in Get-NetFirewallProfile -PolicyStore ActiveStore) {
  [ordered]@{ profile = [string]$one.Name; enabled = [string]$one.Enabled; inbound = [string]$one.DefaultInboundAction;
    rules = [string]$one.AllowInboundRules; local = [string]$one.AllowLocalFirewallRules }
}`,
  },
  {
    name: 'network-profiles',
    rows: `foreach ($one in Get-NetConnectionProfile) {
  [ordered]@{ index = [int]$one.InterfaceIndex; category = [string]$one.NetworkCategory }
}`,
  },
  {
    // Of the hundreds of rules those that name a port on which something listens, and ours.
    name: 'firewall-rules',
    rows: `$ports = @(foreach ($one in $connections) { if ([string]$one.State -eq 'Listen') { [string]$one.LocalPort } }) +
  @(foreach ($one in $endpoints) { [string]$one.LocalPort })
foreach ($filter in Get-NetFirewallPortFilter) {
  $named = $false
  foreach ($port in @($filter.LocalPort)) { if ($ports -contains [string]$port) { $named = $true } }
  if (-not $named -and $filter.InstanceID -notlike 'vipfarm-*') { continue }
  foreach ($rule in Get-NetFirewallRule -Name $filter.InstanceID) {
    if ([string]$rule.Direction -ne 'Inbound') { continue }
    $to = @(); $from = @()
    foreach ($place in $rule | Get-NetFirewallAddressFilter) { $to += @($place.LocalAddress); $from += @($place.RemoteAddress) }
    [ordered]@{ name = $rule.Name; enabled = [string]$rule.Enabled; action = [string]$rule.Action; profile = [string]$rule.Profile;
      protocol = [string]$filter.Protocol; ports = @(foreach ($port in @($filter.LocalPort)) { [string]$port }); to = $to; from = $from }
  }
}`,
  },
];

/**
 * What netsh says of the same, as evidence; it is read by position, because its words are translated. The family is written
 * out in each call: whoever checks that a probe only shows things sees it there.
 */
export const netshParts: readonly ProbePart[] = [
  {
    name: 'netsh',
    rows: `${['ipv4', 'ipv6'].map(shown).join('\n')}
[ordered]@{ command = 'interface ipv4 show config'; text = @(netsh.exe interface ipv4 show config) -join [string][char]10 }`,
  },
];

function shown(family: string): string {
  return `[ordered]@{ command = 'interface ${family} show interfaces'; text = @(netsh.exe interface ${family} show interfaces) -join [string][char]10 }
[ordered]@{ command = 'interface ${family} dump'; text = @(netsh.exe interface ${family} dump) -join [string][char]10 }
foreach ($one in Get-NetAdapter -IncludeHidden) {
  if ($one.Hidden -and $one.ComponentID -ne '*msloop') { continue }
  [ordered]@{ command = "interface ${family} show interface $($one.ifIndex)"; text = @(netsh.exe interface ${family} show interface $one.ifIndex) -join [string][char]10 }
}`;
}

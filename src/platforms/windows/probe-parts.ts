import { ownRulePrefix } from './observed.ts';

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
    // Of the hundreds of rules ours, and those in force that are about a port on which something listens. Each kind is asked
    // for once: to ask for the filters of one rule takes as long as to list them all. Every port means something only of a rule
    // that is for every program and service. What Windows itself brings restricts services, and says nothing of a port. Nothing is asked for by its direction, because finding none would be an error.
    name: 'firewall-rules',
    rows: `$listening = @{}; $rules = [ordered]@{}; $filters = @{}; $places = @{}; $narrow = @{}
foreach ($one in $connections) { if ([string]$one.State -eq 'Listen') { $listening[[int]$one.LocalPort] = $true } }
foreach ($one in $endpoints) { $listening[[int]$one.LocalPort] = $true }
foreach ($one in Get-NetFirewallRule -Name '${ownRulePrefix}*') {
  $rules[$one.InstanceID] = $one
  foreach ($filter in $one | Get-NetFirewallPortFilter) { $filters[$one.InstanceID] = $filter }
  foreach ($place in $one | Get-NetFirewallAddressFilter) { $places[$one.InstanceID] = $place }
}
foreach ($one in Get-NetFirewallRule -PolicyStore ActiveStore) {
  if ('Local', 'GroupPolicy' -contains [string]$one.PolicyStoreSourceType -and -not $rules.Contains($one.InstanceID)) { $rules[$one.InstanceID] = $one }
}
foreach ($one in Get-NetFirewallPortFilter -PolicyStore ActiveStore) { if (-not $filters.Contains($one.InstanceID)) { $filters[$one.InstanceID] = $one } }
foreach ($one in Get-NetFirewallAddressFilter -PolicyStore ActiveStore) { if (-not $places.Contains($one.InstanceID)) { $places[$one.InstanceID] = $one } }
foreach ($one in Get-NetFirewallApplicationFilter -PolicyStore ActiveStore) {
  if ([string]$one.Program -ne 'Any' -or '', 'Any' -notcontains [string]$one.Package) { $narrow[$one.InstanceID] = $true }
}
foreach ($one in Get-NetFirewallServiceFilter -PolicyStore ActiveStore) { if ([string]$one.Service -ne 'Any') { $narrow[$one.InstanceID] = $true } }
foreach ($id in @($rules.Keys)) {
  $rule = $rules[$id]; $filter = $filters[$id]; $place = $places[$id]
  $named = $id -like '${ownRulePrefix}*'
  foreach ($port in @($filter.LocalPort)) {
    if ($port -eq 'Any') { $named = $named -or -not $narrow.Contains($id) }
    elseif ($port -match '^([0-9]+)-([0-9]+)$') {
      $first = [int]$Matches[1]; $last = [int]$Matches[2]
      foreach ($one in $listening.Keys) { if ($one -ge $first -and $one -le $last) { $named = $true } }
    } elseif ($port -match '^[0-9]+$') { $named = $named -or $listening.Contains([int]$port) }
  }
  if (-not $named -or [string]$rule.Direction -ne 'Inbound' -or 'TCP', 'UDP', 'Any' -notcontains [string]$filter.Protocol) { continue }
  [ordered]@{ name = $rule.Name; enabled = [string]$rule.Enabled; action = [string]$rule.Action; profile = [string]$rule.Profile;
    source = [string]$rule.PolicyStoreSourceType; protocol = [string]$filter.Protocol;
    ports = @(foreach ($port in @($filter.LocalPort)) { [string]$port });
    to = @(foreach ($address in @($place.LocalAddress)) { [string]$address }); from = @(foreach ($address in @($place.RemoteAddress)) { [string]$address }) }
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

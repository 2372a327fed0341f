# Parameters and confirmation as the documentation of the real module has them; what they do is in Windows/*.cs.
# A module of its own matters: the preferences of a script that runs in a child scope do not reach into it.
Set-StrictMode -Off

function Get-NetIPAddress {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)][Alias('LocalAddress')][string[]]$IPAddress,
        [Parameter(ValueFromPipelineByPropertyName)][Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [Parameter(ValueFromPipelineByPropertyName)][Alias('ifAlias')][string[]]$InterfaceAlias,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [byte[]]$PrefixLength,
        [ValidateSet('Invalid', 'Tentative', 'Duplicate', 'Deprecated', 'Preferred')][string[]]$AddressState,
        [bool[]]$SkipAsSource,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [switch]$IncludeAllCompartments
    )
    process { [PowershellHost.Windows.NetAddresses]::Get($PSCmdlet, $PSBoundParameters) }
}

function New-NetIPAddress {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByInterfaceAlias', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][Alias('LocalAddress')][string]$IPAddress,
        [Parameter(Mandatory, ParameterSetName = 'ByInterfaceAlias', ValueFromPipelineByPropertyName)][Alias('ifAlias')][string]$InterfaceAlias,
        [Parameter(Mandatory, ParameterSetName = 'ByInterfaceIndex', ValueFromPipelineByPropertyName)][Alias('ifIndex')][uint32]$InterfaceIndex,
        [string]$DefaultGateway,
        [ValidateSet('IPv4', 'IPv6')][string]$AddressFamily,
        [ValidateSet('Unicast', 'Anycast')][string]$Type,
        [byte]$PrefixLength,
        [timespan]$ValidLifetime,
        [timespan]$PreferredLifetime,
        [bool]$SkipAsSource,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore
    )
    process { [PowershellHost.Windows.NetAddresses]::Create($PSCmdlet, $PSBoundParameters) }
}

function Set-NetIPAddress {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('LocalAddress')][string[]]$IPAddress,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [Alias('ifAlias')][string[]]$InterfaceAlias,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [byte]$PrefixLength,
        [bool]$SkipAsSource,
        [Parameter(ValueFromPipeline)][psobject[]]$InputObject,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAddresses]::Set($PSCmdlet, $PSBoundParameters) }
}

function Remove-NetIPAddress {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('LocalAddress')][string[]]$IPAddress,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [Alias('ifAlias')][string[]]$InterfaceAlias,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [byte[]]$PrefixLength,
        [ValidateSet('Invalid', 'Tentative', 'Duplicate', 'Deprecated', 'Preferred')][string[]]$AddressState,
        [bool[]]$SkipAsSource,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [string]$DefaultGateway,
        [switch]$IncludeAllCompartments,
        [Parameter(ValueFromPipeline)][psobject[]]$InputObject,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAddresses]::Remove($PSCmdlet, $PSBoundParameters) }
}

function Get-NetIPInterface {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('ifAlias')][string[]]$InterfaceAlias,
        [Parameter(ValueFromPipelineByPropertyName)][Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [switch]$IncludeAllCompartments
    )
    process { [PowershellHost.Windows.Interfaces]::Get($PSCmdlet, $PSBoundParameters) }
}

function Set-NetIPInterface {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('ifAlias')][string[]]$InterfaceAlias,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [ValidateSet('Enabled', 'Disabled')][string]$Forwarding,
        [ValidateSet('Enabled', 'Disabled')][string]$Advertising,
        [Alias('NlMtu')][uint32]$NlMtuBytes,
        [ValidateSet('Enabled', 'Disabled')][string]$AutomaticMetric,
        [uint32]$InterfaceMetric,
        [uint32]$DadTransmits,
        [ValidateSet('Enabled', 'Disabled', 'ControlledByDHCP')][string]$RouterDiscovery,
        [ValidateSet('Enabled', 'Disabled')][string]$WeakHostSend,
        [ValidateSet('Enabled', 'Disabled')][string]$WeakHostReceive,
        [ValidateSet('Enabled', 'Disabled')][string]$IgnoreDefaultRoutes,
        [ValidateSet('Enabled', 'Disabled')][string]$Dhcp,
        [Parameter(ValueFromPipeline)][psobject[]]$InputObject,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.Interfaces]::Set($PSCmdlet, $PSBoundParameters) }
}

function Get-NetRoute {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$DestinationPrefix,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [Alias('ifAlias')][string[]]$InterfaceAlias,
        [string[]]$NextHop,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [ValidateSet('ActiveStore', 'PersistentStore')][string]$PolicyStore,
        [switch]$IncludeAllCompartments
    )
    process { [PowershellHost.Windows.NetReadings]::GetRoute($PSCmdlet, $PSBoundParameters) }
}

function Get-NetTCPConnection {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$LocalAddress,
        [Parameter(Position = 1)][uint16[]]$LocalPort,
        [string[]]$RemoteAddress,
        [uint16[]]$RemotePort,
        [ValidateSet('Closed', 'Listen', 'SynSent', 'SynReceived', 'Established', 'FinWait1', 'FinWait2', 'CloseWait', 'Closing', 'LastAck', 'TimeWait', 'DeleteTCB', 'Bound')][string[]]$State,
        [uint32[]]$OwningProcess
    )
    process { [PowershellHost.Windows.NetReadings]::GetTcpConnection($PSCmdlet, $PSBoundParameters) }
}

function Get-NetUDPEndpoint {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$LocalAddress,
        [Parameter(Position = 1)][uint16[]]$LocalPort
    )
    process { [PowershellHost.Windows.NetReadings]::GetUdpEndpoint($PSCmdlet, $PSBoundParameters) }
}

function Get-NetNeighbor {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$IPAddress,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [ValidateSet('IPv4', 'IPv6')][string[]]$AddressFamily,
        [ValidateSet('Unreachable', 'Incomplete', 'Probe', 'Delay', 'Stale', 'Reachable', 'Permanent')][string[]]$State
    )
    process { [PowershellHost.Windows.NetReadings]::GetNeighbor($PSCmdlet, $PSBoundParameters) }
}

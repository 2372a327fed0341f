Set-StrictMode -Off

function Get-DnsClient {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('ifAlias')][string[]]$InterfaceAlias,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex
    )
    process { [PowershellHost.Windows.NetReadings]::GetDnsClient($PSCmdlet, $PSBoundParameters) }
}

function Set-DnsClient {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByAlias', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByAlias')][Alias('ifAlias')][string[]]$InterfaceAlias,
        [Parameter(Mandatory, ParameterSetName = 'ByIndex')][Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [string]$ConnectionSpecificSuffix,
        [bool]$RegisterThisConnectionsAddress,
        [bool]$UseSuffixWhenRegistering,
        [switch]$ResetConnectionSpecificSuffix,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetReadings]::SetDnsClient($PSCmdlet, $PSBoundParameters) }
}

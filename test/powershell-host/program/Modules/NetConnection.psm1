Set-StrictMode -Off

function Get-NetConnectionProfile {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$Name,
        [Alias('ifAlias')][string[]]$InterfaceAlias,
        [Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [ValidateSet('Public', 'Private', 'DomainAuthenticated')][string[]]$NetworkCategory
    )
    process { [PowershellHost.Windows.NetReadings]::GetConnectionProfile($PSCmdlet, $PSBoundParameters) }
}

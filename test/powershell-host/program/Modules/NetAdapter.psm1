Set-StrictMode -Off

function Get-NetAdapter {
    [CmdletBinding(DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [Parameter(Mandatory, ParameterSetName = 'ByIfIndex')][Alias('ifIndex')][uint32[]]$InterfaceIndex,
        [switch]$IncludeHidden,
        [switch]$Physical
    )
    process { [PowershellHost.Windows.NetAdapters]::Get($PSCmdlet, $PSBoundParameters) }
}

function Rename-NetAdapter {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [Parameter(Mandatory, ParameterSetName = 'InputObject', ValueFromPipeline)][psobject[]]$InputObject,
        [Parameter(Mandatory, Position = 1)][string]$NewName,
        [switch]$PassThru,
        [switch]$IncludeHidden
    )
    process { [PowershellHost.Windows.NetAdapters]::Rename($PSCmdlet, $PSBoundParameters) }
}

function Disable-NetAdapter {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [Parameter(Mandatory, ParameterSetName = 'InputObject', ValueFromPipeline)][psobject[]]$InputObject,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAdapters]::SetEnabled($PSCmdlet, $PSBoundParameters, $false) }
}

function Enable-NetAdapter {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [Parameter(Mandatory, ParameterSetName = 'InputObject', ValueFromPipeline)][psobject[]]$InputObject,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAdapters]::SetEnabled($PSCmdlet, $PSBoundParameters, $true) }
}

function Get-NetAdapterBinding {
    [CmdletBinding(DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [string[]]$ComponentID,
        [string[]]$DisplayName,
        [switch]$IncludeHidden,
        [switch]$AllBindings
    )
    process { [PowershellHost.Windows.NetAdapters]::GetBinding($PSCmdlet, $PSBoundParameters) }
}

function Disable-NetAdapterBinding {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [string[]]$ComponentID,
        [string[]]$DisplayName,
        [switch]$IncludeHidden,
        [switch]$AllBindings,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAdapters]::SetBinding($PSCmdlet, $PSBoundParameters, $false) }
}

function Enable-NetAdapterBinding {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ifAlias', 'InterfaceAlias')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByInstanceID')][Alias('ifDesc', 'InstanceID')][string[]]$InterfaceDescription,
        [string[]]$ComponentID,
        [string[]]$DisplayName,
        [switch]$IncludeHidden,
        [switch]$AllBindings,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.NetAdapters]::SetBinding($PSCmdlet, $PSBoundParameters, $true) }
}

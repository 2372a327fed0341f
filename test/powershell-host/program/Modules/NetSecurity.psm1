Set-StrictMode -Off

function Get-NetFirewallProfile {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][Alias('Profile')][string[]]$Name,
        [switch]$All,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetProfile($PSCmdlet, $PSBoundParameters) }
}

function Get-NetFirewallRule {
    [CmdletBinding(DefaultParameterSetName = 'All', PositionalBinding = $false)] param(
        [Parameter(ParameterSetName = 'All')][switch]$All,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ID')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByDisplayName')][string[]]$DisplayName,
        [Parameter(ParameterSetName = 'ByQuery')][string[]]$Group,
        [Parameter(ParameterSetName = 'ByQuery')][ValidateSet('True', 'False')][string[]]$Enabled,
        [Parameter(ParameterSetName = 'ByQuery')][ValidateSet('Inbound', 'Outbound')][string[]]$Direction,
        [Parameter(ParameterSetName = 'ByQuery')][ValidateSet('NotConfigured', 'Allow', 'Block')][string[]]$Action,
        [string]$PolicyStore,
        [switch]$TracePolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetRule($PSCmdlet, $PSBoundParameters) }
}

function New-NetFirewallRule {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)] param(
        [Alias('ID')][string]$Name,
        [Parameter(Mandatory)][string]$DisplayName,
        [string]$Description,
        [string]$Group,
        [ValidateSet('True', 'False')][string]$Enabled,
        [ValidateSet('Any', 'Domain', 'Private', 'Public')][string[]]$Profile,
        [ValidateSet('Inbound', 'Outbound')][string]$Direction,
        [ValidateSet('NotConfigured', 'Allow', 'Block')][string]$Action,
        [string[]]$LocalAddress,
        [string[]]$RemoteAddress,
        [string]$Protocol,
        [string[]]$LocalPort,
        [string[]]$RemotePort,
        [string]$Program,
        [string]$Service,
        [string[]]$InterfaceAlias,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::CreateRule($PSCmdlet, $PSBoundParameters) }
}

function Remove-NetFirewallRule {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'All', PositionalBinding = $false)] param(
        [Parameter(ParameterSetName = 'All')][switch]$All,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName')][Alias('ID')][string[]]$Name,
        [Parameter(Mandatory, ParameterSetName = 'ByDisplayName')][string[]]$DisplayName,
        [Parameter(Mandatory, ParameterSetName = 'ByGroup')][string[]]$Group,
        [Parameter(Mandatory, ParameterSetName = 'InputObject', ValueFromPipeline)][psobject[]]$InputObject,
        [string]$PolicyStore,
        [switch]$PassThru
    )
    process { [PowershellHost.Windows.Firewall]::RemoveRule($PSCmdlet, $PSBoundParameters) }
}

function Enable-NetFirewallRule {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][Alias('ID')][string[]]$Name
    )
    process { [PowershellHost.Windows.Firewall]::SetRuleEnabled($PSCmdlet, $PSBoundParameters, $true) }
}

function Disable-NetFirewallRule {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][Alias('ID')][string[]]$Name
    )
    process { [PowershellHost.Windows.Firewall]::SetRuleEnabled($PSCmdlet, $PSBoundParameters, $false) }
}

function Get-NetFirewallPortFilter {
    [CmdletBinding(PositionalBinding = $false)] param(
        [switch]$All,
        [Parameter(ValueFromPipeline)][psobject]$AssociatedNetFirewallRule,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetPortFilter($PSCmdlet, $PSBoundParameters) }
}

function Get-NetFirewallAddressFilter {
    [CmdletBinding(PositionalBinding = $false)] param(
        [switch]$All,
        [Parameter(ValueFromPipeline)][psobject]$AssociatedNetFirewallRule,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetAddressFilter($PSCmdlet, $PSBoundParameters) }
}

function Get-NetFirewallApplicationFilter {
    [CmdletBinding(PositionalBinding = $false)] param(
        [switch]$All,
        [Parameter(ValueFromPipeline)][psobject]$AssociatedNetFirewallRule,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetApplicationFilter($PSCmdlet, $PSBoundParameters) }
}

function Get-NetFirewallServiceFilter {
    [CmdletBinding(PositionalBinding = $false)] param(
        [switch]$All,
        [Parameter(ValueFromPipeline)][psobject]$AssociatedNetFirewallRule,
        [string]$PolicyStore
    )
    process { [PowershellHost.Windows.Firewall]::GetServiceFilter($PSCmdlet, $PSBoundParameters) }
}

Set-StrictMode -Off

function Get-VMSwitch {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$Name,
        [ValidateSet('Internal', 'Private', 'External')][string[]]$SwitchType
    )
    process { [PowershellHost.Windows.NetReadings]::GetSwitch($PSCmdlet, $PSBoundParameters) }
}

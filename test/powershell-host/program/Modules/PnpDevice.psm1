Set-StrictMode -Off

function Get-PnpDevice {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$InstanceId,
        [string[]]$Class,
        [string[]]$FriendlyName,
        [string[]]$Status,
        [switch]$PresentOnly
    )
    process { [PowershellHost.Windows.PnpDevices]::Get($PSCmdlet, $PSBoundParameters) }
}

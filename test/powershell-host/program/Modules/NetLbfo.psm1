Set-StrictMode -Off

function Get-NetLbfoTeam {
    [CmdletBinding(PositionalBinding = $false)] param([Parameter(Position = 0)][string[]]$Name)
    process { [PowershellHost.Windows.NetReadings]::GetTeam($PSCmdlet, $PSBoundParameters) }
}

function Get-NetLbfoTeamNic {
    [CmdletBinding(PositionalBinding = $false)] param([Parameter(Position = 0)][string[]]$Name, [string[]]$Team)
    process { [PowershellHost.Windows.NetReadings]::GetTeamNic($PSCmdlet, $PSBoundParameters) }
}

function Get-NetLbfoTeamMember {
    [CmdletBinding(PositionalBinding = $false)] param([Parameter(Position = 0)][string[]]$Name, [string[]]$Team)
    process { [PowershellHost.Windows.NetReadings]::GetTeamMember($PSCmdlet, $PSBoundParameters) }
}

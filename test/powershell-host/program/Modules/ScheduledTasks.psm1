Set-StrictMode -Off

function New-ScheduledTaskAction {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$Execute,
        [Parameter(Position = 1)][string]$Argument,
        [Parameter(Position = 2)][string]$WorkingDirectory,
        [string]$Id
    )
    process { [PowershellHost.Windows.TaskParts]::Action($PSCmdlet, $PSBoundParameters) }
}

function New-ScheduledTaskTrigger {
    [CmdletBinding(DefaultParameterSetName = 'Once', PositionalBinding = $false)] param(
        [Parameter(Mandatory, ParameterSetName = 'Once')][switch]$Once,
        [Parameter(Mandatory, ParameterSetName = 'Once')][datetime]$At,
        [Parameter(ParameterSetName = 'Once')][timespan]$RepetitionInterval,
        [Parameter(ParameterSetName = 'Once')][timespan]$RepetitionDuration,
        [Parameter(Mandatory, ParameterSetName = 'Startup')][switch]$AtStartup,
        [timespan]$RandomDelay
    )
    process { [PowershellHost.Windows.TaskParts]::Trigger($PSCmdlet, $PSBoundParameters) }
}

function New-ScheduledTaskPrincipal {
    [CmdletBinding(DefaultParameterSetName = 'User', PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'User')][string]$UserId,
        [Parameter(Mandatory, ParameterSetName = 'Group')][string]$GroupId,
        [Parameter(ParameterSetName = 'User')][ValidateSet('None', 'Password', 'S4U', 'Interactive', 'Group', 'ServiceAccount', 'InteractiveOrPassword')][string]$LogonType,
        [ValidateSet('Limited', 'Highest')][string]$RunLevel,
        [string]$Id
    )
    process { [PowershellHost.Windows.TaskParts]::Principal($PSCmdlet, $PSBoundParameters) }
}

function New-ScheduledTaskSettingsSet {
    [CmdletBinding(PositionalBinding = $false)] param(
        [switch]$StartWhenAvailable,
        [switch]$AllowStartIfOnBatteries,
        [switch]$DontStopIfGoingOnBatteries,
        [switch]$DisallowDemandStart,
        [switch]$DisallowHardTerminate,
        [switch]$Disable,
        [switch]$Hidden,
        [switch]$WakeToRun,
        [switch]$RunOnlyIfIdle,
        [switch]$RunOnlyIfNetworkAvailable,
        [ValidateSet('Win8', 'Win7', 'Vista', 'At', 'V1')][string]$Compatibility,
        [ValidateSet('Parallel', 'Queue', 'IgnoreNew')][string]$MultipleInstances,
        [timespan]$DeleteExpiredTaskAfter,
        [timespan]$ExecutionTimeLimit,
        [timespan]$RestartInterval,
        [int]$RestartCount,
        [int]$Priority
    )
    process { [PowershellHost.Windows.TaskParts]::Settings($PSCmdlet, $PSBoundParameters) }
}

function New-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [psobject[]]$Action,
        [psobject[]]$Trigger,
        [psobject]$Principal,
        [psobject]$Settings,
        [string]$Description
    )
    process { [PowershellHost.Windows.TaskParts]::Whole($PSCmdlet, $PSBoundParameters) }
}

function Register-ScheduledTask {
    [CmdletBinding(DefaultParameterSetName = 'User', PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath,
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'User')][Parameter(Mandatory, ParameterSetName = 'Principal')][psobject[]]$Action,
        [Parameter(ParameterSetName = 'User')][Parameter(ParameterSetName = 'Principal')][psobject[]]$Trigger,
        [Parameter(ParameterSetName = 'User')][Parameter(ParameterSetName = 'Principal')][psobject]$Settings,
        [Parameter(ParameterSetName = 'Principal')][psobject]$Principal,
        [Parameter(ParameterSetName = 'User')][string]$User,
        [Parameter(ParameterSetName = 'User')][string]$Password,
        [Parameter(ParameterSetName = 'User')][ValidateSet('Limited', 'Highest')][string]$RunLevel,
        [Parameter(Mandatory, ParameterSetName = 'Object', ValueFromPipeline)][psobject]$InputObject,
        [string]$Description,
        [switch]$Force
    )
    process { [PowershellHost.Windows.Tasks]::Register($PSCmdlet, $PSBoundParameters) }
}

function Get-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$TaskName,
        [Parameter(Position = 1)][string[]]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::Get($PSCmdlet, $PSBoundParameters) }
}

function Get-ScheduledTaskInfo {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::GetInfo($PSCmdlet, $PSBoundParameters) }
}

function Start-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::Start($PSCmdlet, $PSBoundParameters) }
}

function Stop-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::Stop($PSCmdlet, $PSBoundParameters) }
}

function Disable-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::SetEnabled($PSCmdlet, $PSBoundParameters, $false) }
}

function Enable-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)] param(
        [Parameter(Mandatory, Position = 0)][string]$TaskName,
        [Parameter(Position = 1)][string]$TaskPath
    )
    process { [PowershellHost.Windows.Tasks]::SetEnabled($PSCmdlet, $PSBoundParameters, $true) }
}

function Unregister-ScheduledTask {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', PositionalBinding = $false)] param(
        [Parameter(Position = 0)][string[]]$TaskName,
        [Parameter(Position = 1)][string[]]$TaskPath,
        [Parameter(ValueFromPipeline)][psobject[]]$InputObject
    )
    process { [PowershellHost.Windows.Tasks]::Unregister($PSCmdlet, $PSBoundParameters) }
}

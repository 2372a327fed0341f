# The programs of C:\Windows\System32 that scripts call: by name, or by their whole path.
Set-StrictMode -Off

foreach ($program in [PowershellHost.Programs.SystemPrograms]::Names) {
    $body = [scriptblock]::Create(@"
        `$run = [PowershellHost.Programs.SystemPrograms]::Run('$program', [string[]]`$args)
        `$global:LASTEXITCODE = `$run.ExitCode
        `$run.Lines
"@)
    foreach ($name in $program, ($program -replace '\.exe$'), "C:\Windows\System32\$program", "C:\Windows\system32\$program") {
        [void]$ExecutionContext.InvokeProvider.Item.Set("function:global:$name", $body)
    }
}

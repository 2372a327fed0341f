using System.Management.Automation.Language;

namespace PowershellHost.Checking;

/** Commands and parameters that came later, or that a script of ours has no business with. The tables are not complete. */
public static class CommandRules
{
    static readonly StringComparer any = StringComparer.OrdinalIgnoreCase;

    static readonly HashSet<string> newerThanFive = Names(
        "Join-String Get-Error Remove-Alias Test-Json Get-Uptime Remove-Service Start-ThreadJob ConvertFrom-Markdown Show-Markdown "
        + "Get-MarkdownOption Set-MarkdownOption Switch-Process Get-PSSubsystem Enable-ExperimentalFeature Disable-ExperimentalFeature "
        + "Get-ExperimentalFeature ConvertFrom-CliXml ConvertTo-CliXml");

    static readonly HashSet<string> newerThanFour = Names(
        "Get-PnpDevice Enable-PnpDevice Disable-PnpDevice Get-PnpDeviceProperty Expand-Archive Compress-Archive New-TemporaryFile "
        + "ConvertFrom-String Convert-String Format-Hex Get-Clipboard Set-Clipboard Clear-RecycleBin New-Guid Write-Information "
        + "Import-PowerShellDataFile Get-TimeZone Set-TimeZone Get-ComputerInfo Get-ItemPropertyValue Debug-Runspace");

    static readonly HashSet<string> forbidden = Names("Invoke-Expression iex Invoke-WebRequest iwr curl wget Invoke-RestMethod irm Start-BitsTransfer Read-Host Get-Credential");

    /** Aliases may be missing or changed on a machine. */
    static readonly HashSet<string> aliases = Names("% ? select where foreach sort measure cat type ls dir gci gc sc ni ri rm del echo write sleep gm ft fl gwmi gcim cd pwd cp mv ps kill");

    static readonly Dictionary<string, HashSet<string>> newerParameters = new(any)
    {
        ["*"] = Names("ProgressAction"),
        ["ForEach-Object"] = Names("Parallel ThrottleLimit TimeoutSeconds AsJob UseNewRunspace"),
        ["ConvertTo-Json"] = Names("AsArray EnumsAsStrings EscapeHandling"),
        ["ConvertFrom-Json"] = Names("AsHashtable NoEnumerate Depth DateKind"),
        ["Get-Content"] = Names("AsByteStream"),
        ["Set-Content"] = Names("AsByteStream"),
        ["Add-Content"] = Names("AsByteStream"),
        ["Where-Object"] = Names("Not"),
        ["Select-Object"] = Names("CaseInsensitive"),
        ["Select-String"] = Names("Culture NoEmphasis Raw"),
        ["Sort-Object"] = Names("Top Bottom Stable"),
        ["Measure-Object"] = Names("AllStats StandardDeviation"),
        ["Split-Path"] = Names("Extension LeafBase"),
        ["Join-Path"] = Names("Extension AdditionalChildPath"),
        ["Get-Date"] = Names("AsUTC UnixTimeSeconds"),
        ["Start-Process"] = Names("Environment"),
        ["Start-Sleep"] = Names("Duration"),
        ["New-Guid"] = Names("Empty InputObject"),
        ["Get-Random"] = Names("Shuffle"),
        ["Out-String"] = Names("NoNewline"),
        ["Import-Module"] = Names("UseWindowsPowerShell SkipEditionCheck"),
        ["Test-Connection"] = Names("TargetName Ping IPv4 IPv6 Traceroute MtuSize TcpPort ResolveDestination"),
        ["Set-Service"] = Names("Credential SecurityDescriptorSddl Force"),
    };

    static readonly Dictionary<string, HashSet<string>> newerParametersThanFour = new(any)
    {
        ["Out-File"] = Names("NoNewline"),
        ["Set-Content"] = Names("NoNewline"),
        ["Add-Content"] = Names("NoNewline"),
        ["Get-ChildItem"] = Names("Depth"),
    };

    /** Without one of these it changes every interface of the machine. */
    static readonly HashSet<string> selectors = Names("InterfaceIndex ifIndex InterfaceAlias ifAlias InputObject");
    static readonly HashSet<string> selecting = Names("Set-NetIPInterface Set-NetIPAddress Remove-NetIPAddress Remove-NetRoute");

    /** Commands that ask, and nobody is there to answer. */
    static readonly HashSet<string> asking = Names(
        "Remove-NetIPAddress Remove-NetRoute Unregister-ScheduledTask Disable-NetAdapter Restart-NetAdapter Remove-NetLbfoTeam Disable-PnpDevice Remove-VMSwitch");

    public static void Check(ParsedScript script, Target target, Findings findings)
    {
        foreach (var command in script.Nodes.OfType<CommandAst>())
        {
            if (command.GetCommandName() is not { } name) continue;
            var bare = name[(name.LastIndexOf('\\') + 1)..];
            if (script.Functions.Contains(bare)) continue;
            CheckName(bare, command, target, findings);
            CheckParameters(bare, command, target, findings);
        }
    }

    static void CheckName(string name, CommandAst command, Target target, Findings findings)
    {
        if (newerThanFive.Contains(name)) findings.Add("newer-command", command.Extent);
        if (target.IsFour && newerThanFour.Contains(name)) findings.Add("command-not-on-4", command.Extent);
        if (forbidden.Contains(name)) findings.Add("forbidden-command", command.Extent);
        if (aliases.Contains(name)) findings.Add("alias", command.Extent);
    }

    static void CheckParameters(string name, CommandAst command, Target target, Findings findings)
    {
        var parameters = command.CommandElements.OfType<CommandParameterAst>().ToList();
        foreach (var parameter in parameters)
        {
            if (IsIn(newerParameters, name, parameter) || IsIn(newerParameters, "*", parameter)) findings.Add("newer-parameter", parameter.Extent);
            if (target.IsFour && IsIn(newerParametersThanFour, name, parameter)) findings.Add("parameter-not-on-4", parameter.Extent);
        }
        var splatted = command.CommandElements.OfType<VariableExpressionAst>().Any(one => one.Splatted);
        if (splatted) return;
        var fromPipeline = command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command;
        if (selecting.Contains(name) && !fromPipeline && !parameters.Any(one => selectors.Contains(one.ParameterName))) findings.Add("no-selector", command.Extent);
        if (asking.Contains(name) && !parameters.Any(IsConfirmOff)) findings.Add("would-ask", command.Extent);
    }

    static bool IsConfirmOff(CommandParameterAst parameter)
    {
        return any.Equals(parameter.ParameterName, "Confirm") && parameter.Argument is VariableExpressionAst { VariablePath.UserPath: var value } && any.Equals(value, "false");
    }

    /** A parameter may be shortened to its first letters. */
    static bool IsIn(Dictionary<string, HashSet<string>> table, string command, CommandParameterAst parameter)
    {
        return parameter.ParameterName.Length > 1 && table.TryGetValue(command, out var names)
            && names.Any(one => one.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase));
    }

    static HashSet<string> Names(string words) => new(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), any);
}

using System.Management.Automation;
using System.Text;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

[Cmdlet("Get", "Content")]
public sealed class GetContentCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path")] public string? Path { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string? LiteralPath { get; set; }
    [Parameter] public SwitchParameter Raw { get; set; }
    [Parameter] [ValidateSet("ASCII", "UTF8", "Unicode", "Default", "Byte")] public string Encoding { get; set; } = "Default";

    protected override void ProcessRecord()
    {
        var path = LiteralPath ?? Path!;
        Machine.Now.Calls.Begin("Get-Content", false);
        if (!Machine.Now.Disk.FileExists(path))
        {
            WriteError(new ErrorRecord(new ItemNotFoundException("Cannot find path '" + path + "' because it does not exist."), "PathNotFound", ErrorCategory.ObjectNotFound, path));
            return;
        }
        var text = File.ReadAllText(Machine.Now.Disk.Real(path));
        if (Raw) WriteObject(text);
        else WriteObject(text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), true);
    }
}

[Cmdlet("Set", "Content", SupportsShouldProcess = true)]
public sealed class SetContentCmdlet : PSCmdlet
{
    readonly StringBuilder text = new();

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path")] public string? Path { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string? LiteralPath { get; set; }
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)] [AllowEmptyString, AllowNull] public object[]? Value { get; set; }
    [Parameter] public SwitchParameter Force { get; set; }
    [Parameter] public SwitchParameter NoNewline { get; set; }
    [Parameter] [ValidateSet("ASCII", "UTF8", "Unicode", "Default")] public string Encoding { get; set; } = "Default";

    protected override void ProcessRecord()
    {
        foreach (var one in Value ?? []) text.Append(one).Append(NoNewline ? "" : "\r\n");
    }

    protected override void EndProcessing()
    {
        var path = LiteralPath ?? Path!;
        if (ShouldProcess(path)) Machine.Now.ChangeFile("Set-Content", () => File.WriteAllText(Machine.Now.Disk.Real(path), text.ToString()));
    }
}

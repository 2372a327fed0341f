using System.Management.Automation;

namespace PowershellHost.Cmdlets;

// The engine's package has none of Microsoft.PowerShell.Utility and .Management: what scripts need of them is here, with the ways of 5.1.

[Cmdlet("Write", "Output")]
public sealed class WriteOutputCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [AllowNull, AllowEmptyCollection]
    public PSObject[]? InputObject { get; set; }

    [Parameter] public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) WriteObject(null);
        else foreach (var one in InputObject) WriteObject(one, !NoEnumerate);
    }
}

[Cmdlet("Write", "Host")]
public sealed class WriteHostCmdlet : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)] public object? Object { get; set; }
    [Parameter] public SwitchParameter NoNewline { get; set; }
    [Parameter] public ConsoleColor ForegroundColor { get; set; }
    [Parameter] public ConsoleColor BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var text = (string)LanguagePrimitives.ConvertTo(Object, typeof(string));
        if (NoNewline) Host.UI.Write(text);
        else Host.UI.WriteLine(text);
    }
}

[Cmdlet("Write", "Warning")]
public sealed class WriteWarningCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteWarning(Message);
}

[Cmdlet("Write", "Verbose")]
public sealed class WriteVerboseCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteVerbose(Message);
}

[Cmdlet("Write", "Progress")]
public sealed class WriteProgressCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string Activity { get; set; } = "";
    [Parameter(Position = 1)] public string Status { get; set; } = "Processing";
    [Parameter] public int PercentComplete { get; set; } = -1;
    [Parameter] public SwitchParameter Completed { get; set; }
    [Parameter] public int Id { get; set; }

    protected override void ProcessRecord()
    {
        var type = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing;
        WriteProgress(new ProgressRecord(Id, Activity, Status) { PercentComplete = PercentComplete, RecordType = type });
    }
}

[Cmdlet("Write", "Error", DefaultParameterSetName = "Message")]
public sealed class WriteErrorCmdlet : PSCmdlet
{
    const string standardId = "Microsoft.PowerShell.Commands.WriteErrorException";

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Message")] public string? Message { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "Exception")] public Exception? Exception { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "Record")] public ErrorRecord? ErrorRecord { get; set; }
    [Parameter] public string ErrorId { get; set; } = standardId;
    [Parameter] public ErrorCategory Category { get; set; }
    [Parameter] public object? TargetObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteError(ErrorRecord ?? new ErrorRecord(Exception ?? new Exception(Message), ErrorId, Category, TargetObject));
    }
}

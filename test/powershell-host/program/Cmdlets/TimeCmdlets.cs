using System.Management.Automation;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

/** Never waits: the machine's clock goes on instead. */
[Cmdlet("Start", "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCmdlet : PSCmdlet
{
    // Whole seconds only, as in 5.1.
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Seconds")] public int Seconds { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds")] public int Milliseconds { get; set; }

    protected override void ProcessRecord() => Machine.Now.Sleep(Seconds * 1000.0 + Milliseconds);
}

[Cmdlet("Get", "Date")]
public sealed class GetDateCmdlet : PSCmdlet
{
    [Parameter(Position = 0)] public DateTime Date { get; set; }
    [Parameter] public string? Format { get; set; }

    protected override void ProcessRecord()
    {
        var date = Date == default ? Machine.Now.Time : Date;
        WriteObject(Format is null ? date : date.ToString(Format));
    }
}

[Cmdlet("Out", "String")]
public sealed class OutStringCmdlet : PSCmdlet
{
    readonly List<string> lines = [];

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    [Parameter] public SwitchParameter Stream { get; set; }
    [Parameter] public int Width { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null) lines.Add(InputObject.ToString());
    }

    protected override void EndProcessing()
    {
        if (Stream) WriteObject(lines, true);
        else WriteObject(string.Concat(lines.Select(line => line + "\r\n")));
    }
}

using System.Management.Automation;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

/** The running script's own process, which began with this run, and those of the machine's state. */
[Cmdlet("Get", "Process")]
public sealed class GetProcessCmdlet : PSCmdlet
{
    [Parameter(Mandatory = true)] public int Id { get; set; }

    protected override void ProcessRecord() => Use.Read(this, () =>
    {
        var machine = Machine.Now;
        var began = Id == Environment.ProcessId ? machine.Began : machine.State.Processes.Find(one => one.Id == Id)?.Began.ToLocalTime();
        if (began is null) throw new WindowsError("NoProcessFoundForGivenId", "Cannot find a process with the process identifier " + Id + ".", ErrorCategory.ObjectNotFound);
        WriteObject(CimObject.Of("System.Diagnostics", "Process", ("Id", Id), ("StartTime", began)));
    });
}

[Cmdlet("Stop", "Process", SupportsShouldProcess = true)]
public sealed class StopProcessCmdlet : PSCmdlet
{
    [Parameter(Mandatory = true)] public int Id { get; set; }
    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => Use.Change(this, Id.ToString(), () => Machine.Now.State.Processes.RemoveAll(one => one.Id == Id));
}

using System.Management.Automation;

namespace PowershellHost.Windows;

/** How a command reads or changes the machine: noted, with the faults that a test set, refused where Windows refuses. */
public static class Use
{
    public static void Read(PSCmdlet cmdlet, Action read)
    {
        Try(cmdlet, false, () =>
        {
            Machine.Now.Calls.Begin(NameOf(cmdlet), false);
            read();
        });
    }

    /** Asks for confirmation where the command's impact is high: without -Confirm:$false that is an error here. */
    public static void Change(PSCmdlet cmdlet, string target, Action change)
    {
        if (cmdlet.ShouldProcess(target)) ChangeUnasked(cmdlet, change);
    }

    /** For a command that has no -Confirm. */
    public static void ChangeUnasked(PSCmdlet cmdlet, Action change)
    {
        Try(cmdlet, true, () =>
        {
            if (!Machine.Now.IsElevated) throw WindowsError.AccessDenied();
            if (Machine.Now.Calls.Begin(NameOf(cmdlet), true) == Verdict.Goes) change();
        });
    }

    static void Try(PSCmdlet cmdlet, bool mayChange, Action action)
    {
        try
        {
            action();
        }
        catch (FaultException fault)
        {
            var record = new ErrorRecord(fault, fault.Id, ErrorCategory.NotSpecified, null);
            if (fault.IsTerminating) cmdlet.ThrowTerminatingError(record);
            cmdlet.WriteError(record);
            return;
        }
        catch (WindowsError error)
        {
            cmdlet.WriteError(new ErrorRecord(error, error.Id, error.Category, null));
            return;
        }
        Machine.Now.Calls.End(mayChange);
    }

    static string NameOf(PSCmdlet cmdlet) => cmdlet.MyInvocation.MyCommand.Name;
}

/** An error of a CIM provider. Its id is followed by the command's name in FullyQualifiedErrorId. */
public sealed class WindowsError(string id, string message, ErrorCategory category) : Exception(message)
{
    public string Id => id;
    public ErrorCategory Category => category;

    public static WindowsError AccessDenied() => new("Windows System Error 5", "Access is denied. ", ErrorCategory.PermissionDenied);
    public static WindowsError InvalidParameter(string what) => new("Windows System Error 87", "The parameter is incorrect. " + what, ErrorCategory.InvalidArgument);
    public static WindowsError NotFound(string what) => new("Windows System Error 1168", "Element not found. " + what, ErrorCategory.ObjectNotFound);
}

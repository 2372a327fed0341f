using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;
using PowershellHost.Windows;

namespace PowershellHost.Execution;

/** A fresh session with the commands of a Windows of the machine's release. */
public static class Session
{
    static readonly SessionStateCmdletEntry[] ownCmdlets = typeof(Session).Assembly.GetTypes()
        .Select(type => (type, cmdlet: type.GetCustomAttribute<CmdletAttribute>()))
        .Where(one => one.cmdlet is not null)
        .Select(one => new SessionStateCmdletEntry(one.cmdlet!.VerbName + "-" + one.cmdlet.NounName, one.type, null))
        .ToArray();

    /** Variables and settings of the engine that Windows PowerShell does not know. */
    static readonly string[] newer = ["IsWindows", "IsLinux", "IsMacOS", "IsCoreCLR", "ErrorView", "PSStyle"];

    public static Runspace Open(PSHost host, Machine machine)
    {
        var initial = InitialSessionState.CreateDefault2();
        initial.ThreadOptions = PSThreadOptions.UseCurrentThread;
        foreach (var cmdlet in ownCmdlets) initial.Commands.Add(cmdlet);
        foreach (var name in newer) initial.Variables.Remove(name, null);
        initial.Variables.Add(new SessionStateVariableEntry("ErrorView", "NormalView", null));
        Environment.SetEnvironmentVariable("PSModulePath", "");
        SetEnvironment(machine);

        var session = RunspaceFactory.CreateRunspace(host, initial);
        session.Open();
        SetVersion(session, machine.State.Edition);
        Prepare(session, machine);
        if (machine.State.LanguageMode is { } mode) session.SessionStateProxy.LanguageMode = Enum.Parse<PSLanguageMode>(mode);
        return session;
    }

    static void SetEnvironment(Machine machine)
    {
        Environment.SetEnvironmentVariable("OS", "Windows_NT");
        Environment.SetEnvironmentVariable("SystemRoot", @"C:\Windows");
        Environment.SetEnvironmentVariable("windir", @"C:\Windows");
        Environment.SetEnvironmentVariable("ProgramData", @"C:\ProgramData");
        Environment.SetEnvironmentVariable("TEMP", @"C:\Windows\Temp");
        Environment.SetEnvironmentVariable("COMPUTERNAME", machine.State.ComputerName);
        Environment.SetEnvironmentVariable("USERNAME", machine.AsSystem ? machine.State.ComputerName + "$" : "Administrator");
        Environment.SetEnvironmentVariable("PROCESSOR_ARCHITECTURE", "AMD64");
    }

    static void SetVersion(Runspace session, Edition edition)
    {
        var table = (Hashtable)session.SessionStateProxy.GetVariable("PSVersionTable");
        var isFour = edition.Powershell == "4.0";
        table["PSVersion"] = isFour ? new Version(4, 0) : new Version(5, 1, edition.Build, 1);
        table["BuildVersion"] = new Version(edition.Version + ".1");
        table["CLRVersion"] = new Version(4, 0, 30319, 42000);
        if (isFour) table.Remove("PSEdition");
        else table["PSEdition"] = "Desktop";
        foreach (var name in new[] { "GitCommitId", "OS", "Platform" }) table.Remove(name);
    }

    /** Drive C: and the modules, each a module of its own as on Windows: a caller's preferences do not reach into them. */
    static void Prepare(Runspace session, Machine machine)
    {
        var provider = session.SessionStateProxy.Provider.GetOne("FileSystem");
        session.SessionStateProxy.Drive.New(new PSDriveInfo("C", provider, machine.Disk.Root, "", null), "Global");
        using var shell = PowerShell.Create(session);
        shell.AddCommand("Import-Module").AddParameter("Name", WindowsModules.Of(machine.State)).AddParameter("DisableNameChecking");
        shell.Invoke();
        if (shell.HadErrors) throw new InvalidOperationException(string.Join("; ", shell.Streams.Error));
    }
}

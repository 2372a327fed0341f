using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** What a program printed and with which code it ended. */
public sealed record ProgramRun(int ExitCode, params string[] Lines);

/** The programs that are played, by name. */
public static class SystemPrograms
{
    static readonly Dictionary<string, Func<string[], ProgramRun>> programs = new()
    {
        ["netsh.exe"] = Netsh.Run,
        ["pnputil.exe"] = Pnputil.Run,
        ["schtasks.exe"] = Schtasks.Run,
        ["icacls.exe"] = Icacls.Run,
        ["whoami.exe"] = Whoami.Run,
        ["hostname.exe"] = _ => new ProgramRun(0, Machine.Now.State.ComputerName),
    };

    public static string[] Names => [.. programs.Keys];

    public static ProgramRun Run(string name, string[]? words)
    {
        try
        {
            return programs[name](words ?? []);
        }
        catch (FaultException fault)
        {
            return new ProgramRun(1, fault.Message);
        }
    }

    /** A change of the machine by a program: `netsh.exe set interface` is how faults name it. */
    public static ProgramRun Change(string call, Func<ProgramRun> change)
    {
        if (!Machine.Now.IsElevated) return new ProgramRun(1, "The requested operation requires elevation (Run as administrator).");
        var verdict = Machine.Now.Calls.Begin(call, true);
        var run = verdict == Verdict.Goes ? change() : new ProgramRun(0);
        Machine.Now.Calls.End(true);
        return run;
    }

    public static ProgramRun Read(string call, Func<ProgramRun> read)
    {
        Machine.Now.Calls.Begin(call, false);
        return read();
    }
}

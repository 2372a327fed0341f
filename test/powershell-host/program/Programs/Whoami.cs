using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** The user, and with /groups the groups whose ids tell an elevated token from another. */
public static class Whoami
{
    public static ProgramRun Run(string[] words)
    {
        var machine = Machine.Now;
        var user = machine.AsSystem ? @"nt authority\system" : machine.State.ComputerName.ToLowerInvariant() + @"\administrator";
        if (!words.Contains("/groups", StringComparer.OrdinalIgnoreCase)) return new ProgramRun(0, user);
        return new ProgramRun(0, "\"BUILTIN\\Administrators\",\"Alias\",\"S-1-5-32-544\"", machine.IsElevated ? "\"\",\"Label\",\"S-1-16-12288\"" : "\"\",\"Label\",\"S-1-16-8192\"");
    }
}

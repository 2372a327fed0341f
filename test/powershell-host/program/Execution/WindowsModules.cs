using PowershellHost.Windows;

namespace PowershellHost.Execution;

/** Which of Modules/ a release of Windows has. */
public static class WindowsModules
{
    static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Modules");

    public static string[] Of(MachineState state)
    {
        return Directory.GetFiles(folder, "*.psm1")
            .Where(path => IsThere(Path.GetFileNameWithoutExtension(path), state))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /** Get-PnpDevice came with Windows Server 2016; Hyper-V's commands come with its role. */
    static bool IsThere(string module, MachineState state) => !state.Missing.Contains(module) && module switch
    {
        "PnpDevice" => state.Edition.Build >= 14393,
        "Hyper-V" => state.Switches.Count > 0,
        _ => true,
    };
}

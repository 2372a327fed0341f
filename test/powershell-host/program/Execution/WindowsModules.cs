using PowershellHost.Windows;

namespace PowershellHost.Execution;

/** Which of Modules/ a release of Windows has. */
public static class WindowsModules
{
    static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Modules");

    public static string[] Of(Edition edition)
    {
        return Directory.GetFiles(folder, "*.psm1")
            .Where(path => edition.Build >= FirstBuild(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /** Get-PnpDevice came with Windows Server 2016. */
    static int FirstBuild(string module) => module == "PnpDevice" ? 14393 : 0;
}

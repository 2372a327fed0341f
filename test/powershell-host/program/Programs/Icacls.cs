using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** Notes what it is told about a path; who may read it then is for a test to judge. */
public static class Icacls
{
    static readonly HashSet<string> options = new(StringComparer.OrdinalIgnoreCase) { "/grant", "/grant:r", "/deny", "/remove", "/remove:g", "/remove:d", "/inheritance:r", "/inheritance:d", "/inheritance:e", "/setowner", "/reset", "/t", "/c", "/q", "/l" };

    public static ProgramRun Run(string[] words)
    {
        if (words.Length == 0) return new ProgramRun(87, "icacls: no path");
        var path = words[0];
        var disk = Machine.Now.Disk;
        if (!disk.FileExists(path) && !disk.FolderExists(path)) return new ProgramRun(2, path + ": The system cannot find the file specified.");
        if (words.Length == 1) return SystemPrograms.Read("icacls.exe", () => new ProgramRun(0, path + " " + string.Join(" ", Machine.Now.State.Permissions.GetValueOrDefault(path, []))));
        var unknown = words.Skip(1).FirstOrDefault(word => word.StartsWith('/') && !options.Contains(word));
        if (unknown is not null) return new ProgramRun(87, "Invalid parameter \"" + unknown + "\"");
        return SystemPrograms.Change("icacls.exe", () =>
        {
            if (words[1] == "/setowner") Machine.Now.State.Owners[path] = words[2].TrimStart('*');
            else Machine.Now.State.Permissions[path] = [.. words.Skip(1)];
            return new ProgramRun(0, "processed file: " + path);
        });
    }
}

using System.Text;

namespace PowershellHost.Windows;

/** Drive C: as a folder that lives as long as the script. Names are found without regard to case. */
public sealed class Disk : IDisposable
{
    readonly MachineState state;
    readonly string root = Directory.CreateTempSubdirectory("fake-windows-").FullName;

    public Disk(MachineState state)
    {
        this.state = state;
        foreach (var folder in state.Folders) Directory.CreateDirectory(Real(folder));
        foreach (var (path, text) in state.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Real(path))!);
            File.WriteAllText(Real(path), text, new UTF8Encoding(false));
        }
    }

    public string Root => root;

    /** The path on this machine of `C:\...`. */
    public string Real(string path)
    {
        var parts = path.Replace('/', '\\').TrimEnd('\\').Split('\\');
        if (!parts[0].Equals("C:", StringComparison.OrdinalIgnoreCase)) throw new DirectoryNotFoundException("Could not find a part of the path '" + path + "'.");
        var real = root;
        foreach (var part in parts.Skip(1)) real = Path.Combine(real, Existing(real, part));
        return real;
    }

    public bool FileExists(string path) => IsOnDrive(path) && File.Exists(Real(path));
    public bool FolderExists(string path) => IsOnDrive(path) && Directory.Exists(Real(path));

    public string[] List(string folder, string pattern, Func<string, string, string[]> list)
    {
        return list(Real(folder), pattern).Order(StringComparer.OrdinalIgnoreCase).Select(Shown).ToArray();
    }

    /** `C:\...` of a path on this machine. */
    public string Shown(string real) => @"C:\" + Path.GetRelativePath(root, real).Replace('/', '\\');

    /** Reads everything back into the state. */
    public void Save()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        state.Folders = Directory.GetDirectories(root, "*", options).Select(Shown).Order(StringComparer.Ordinal).ToList();
        state.Files = Directory.GetFiles(root, "*", options)
            .OrderBy(Shown, StringComparer.Ordinal)
            .ToDictionary(Shown, file => File.ReadAllText(file));
    }

    public void Dispose() => Directory.Delete(root, true);

    static bool IsOnDrive(string? path) => path?.StartsWith(@"C:\", StringComparison.OrdinalIgnoreCase) ?? false;

    static string Existing(string folder, string name)
    {
        if (!Directory.Exists(folder)) return name;
        var found = Directory.GetFileSystemEntries(folder).Select(Path.GetFileName);
        return found.FirstOrDefault(one => name.Equals(one, StringComparison.OrdinalIgnoreCase)) ?? name;
    }
}

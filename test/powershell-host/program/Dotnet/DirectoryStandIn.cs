using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [IO.Directory] on the fake machine's disk. */
public static class DirectoryStandIn
{
    static Disk Disk => Machine.Now.Disk;

    public static bool Exists(string path) => Disk.FolderExists(path);

    public static FolderStandIn CreateDirectory(string path)
    {
        Change(nameof(CreateDirectory), () => Directory.CreateDirectory(Disk.Real(path)));
        return new FolderStandIn(path);
    }

    public static void Delete(string path) => Delete(path, false);
    public static void Delete(string path, bool recursive) => Change(nameof(Delete), () => Directory.Delete(Disk.Real(path), recursive));

    public static string[] GetFiles(string path) => GetFiles(path, "*");
    public static string[] GetFiles(string path, string pattern) => Disk.List(path, pattern, Directory.GetFiles);
    public static string[] GetDirectories(string path) => Disk.List(path, "*", Directory.GetDirectories);
    public static string[] GetFileSystemEntries(string path) => Disk.List(path, "*", Directory.GetFileSystemEntries);

    static void Change(string member, Action change) => Machine.Now.ChangeFile("[IO.Directory]::" + member, change);
}

/** What CreateDirectory returns. */
public sealed record FolderStandIn(string FullName)
{
    public string Name => PathStandIn.GetFileName(FullName);
    public bool Exists => DirectoryStandIn.Exists(FullName);
}

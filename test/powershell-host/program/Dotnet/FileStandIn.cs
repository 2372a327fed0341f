using System.Text;
using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [IO.File] on the fake machine's disk. */
public static class FileStandIn
{
    static Disk Disk => Machine.Now.Disk;

    public static bool Exists(string path) => Disk.FileExists(path);
    public static string ReadAllText(string path) => Read(nameof(ReadAllText), () => File.ReadAllText(Disk.Real(path)));
    public static string ReadAllText(string path, Encoding encoding) => Read(nameof(ReadAllText), () => File.ReadAllText(Disk.Real(path), encoding));
    public static string[] ReadAllLines(string path) => Read(nameof(ReadAllLines), () => File.ReadAllLines(Disk.Real(path)));
    public static byte[] ReadAllBytes(string path) => Read(nameof(ReadAllBytes), () => File.ReadAllBytes(Disk.Real(path)));

    public static void WriteAllText(string path, string text) => Change(nameof(WriteAllText), () => File.WriteAllText(Disk.Real(path), text));
    public static void WriteAllText(string path, string text, Encoding encoding) => Change(nameof(WriteAllText), () => File.WriteAllText(Disk.Real(path), text, encoding));
    public static void WriteAllBytes(string path, byte[] bytes) => Change(nameof(WriteAllBytes), () => File.WriteAllBytes(Disk.Real(path), bytes));
    public static void AppendAllText(string path, string text) => Change(nameof(AppendAllText), () => File.AppendAllText(Disk.Real(path), text));
    public static void AppendAllText(string path, string text, Encoding encoding) => Change(nameof(AppendAllText), () => File.AppendAllText(Disk.Real(path), text, encoding));
    public static void Delete(string path) => Change(nameof(Delete), () => File.Delete(Disk.Real(path)));

    public static void Move(string from, string to) => Change(nameof(Move), () =>
    {
        // On .NET Framework there is no overload that overwrites.
        if (Disk.FileExists(to)) throw new IOException("Cannot create a file when that file already exists.");
        File.Move(Disk.Real(from), Disk.Real(to));
    });

    public static void Copy(string from, string to) => Copy(from, to, false);
    public static void Copy(string from, string to, bool overwrite) => Change(nameof(Copy), () => File.Copy(Disk.Real(from), Disk.Real(to), overwrite));

    public static void Replace(string from, string to, string? backup) => Change(nameof(Replace), () =>
    {
        if (!Disk.FileExists(to)) throw new FileNotFoundException("Could not find file '" + to + "'.");
        if (!string.IsNullOrEmpty(backup)) File.Copy(Disk.Real(to), Disk.Real(backup), true);
        File.Move(Disk.Real(from), Disk.Real(to), true);
    });

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var reading = mode == FileMode.Open && access == FileAccess.Read;
        Machine.Now.Calls.Begin("[IO.File]::Open", !reading);
        var stream = new FileStream(Disk.Real(path), mode, access, share, bufferSize: 1);
        Machine.Now.Opened.Add(stream);
        Machine.Now.Calls.End(!reading);
        return stream;
    }

    public static DateTime GetLastWriteTimeUtc(string path) => File.GetLastWriteTimeUtc(Disk.Real(path));

    static T Read<T>(string member, Func<T> read)
    {
        Machine.Now.Calls.Begin("[IO.File]::" + member, false);
        return read();
    }

    static void Change(string member, Action change) => Machine.Now.ChangeFile("[IO.File]::" + member, change);
}

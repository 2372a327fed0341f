namespace PowershellHost.Dotnet;

/** [IO.Path] as it works on Windows. */
public static class PathStandIn
{
    public static readonly char DirectorySeparatorChar = '\\';

    public static string Combine(string first, string second)
    {
        if (second.Length == 0) return first;
        if (first.Length == 0 || second[0] is '\\' or '/' || second.Length > 1 && second[1] == ':') return second;
        return first[^1] is '\\' or '/' or ':' ? first + second : first + '\\' + second;
    }

    public static string Combine(string first, string second, string third) => Combine(Combine(first, second), third);
    public static string GetFileName(string path) => path[(path.LastIndexOfAny(['\\', '/']) + 1)..];
    public static string? GetDirectoryName(string path) => path.LastIndexOfAny(['\\', '/']) is > 0 and var at ? path[..at] : null;
    public static string GetExtension(string path) => Path.GetExtension(GetFileName(path));
    public static string GetFileNameWithoutExtension(string path) => Path.GetFileNameWithoutExtension(GetFileName(path));
    public static string GetTempPath() => @"C:\Windows\Temp\";
    public static string GetRandomFileName() => Path.GetRandomFileName();
}

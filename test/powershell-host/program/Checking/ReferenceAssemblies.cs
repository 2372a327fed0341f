using Microsoft.CodeAnalysis;

namespace PowershellHost.Checking;

/** What a script may use of .NET Framework 4.5 and of PowerShell 5.1's own types. */
public static class ReferenceAssemblies
{
    static readonly string folder = Path.Combine(AppContext.BaseDirectory, "references");

    public static IEnumerable<MetadataReference> Framework(IEnumerable<string> names)
    {
        return names.Select(name => Path.Combine(folder, "net45", name.EndsWith(".dll") ? name : name + ".dll")).Distinct().Select(path => MetadataReference.CreateFromFile(path));
    }

    public static IEnumerable<MetadataReference> Powershell()
    {
        return Directory.GetFiles(Path.Combine(folder, "powershell51"), "*.dll").Select(path => MetadataReference.CreateFromFile(path));
    }
}

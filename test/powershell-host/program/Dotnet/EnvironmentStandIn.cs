using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [Environment] on the fake machine. */
public static class EnvironmentStandIn
{
    public static string MachineName => Machine.Now.State.ComputerName;
    public static string UserName => Machine.Now.AsSystem ? "SYSTEM" : "Administrator";
    public static string UserDomainName => Machine.Now.State.ComputerName;
    public static string NewLine => "\r\n";
    public static bool Is64BitProcess => true;
    public static bool Is64BitOperatingSystem => true;
    public static int ProcessorCount => 2;
    public static int TickCount => (int)Machine.Now.SinceBoot.TotalMilliseconds;
    public static string SystemDirectory => @"C:\Windows\System32";
    public static OperatingSystem OSVersion => new(PlatformID.Win32NT, System.Version.Parse(Machine.Now.State.Edition.Version + ".0"));
    public static Version Version => new(4, 0, 30319, 42000);

    public static string? GetEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);
    public static string? GetEnvironmentVariable(string name, EnvironmentVariableTarget target) => Environment.GetEnvironmentVariable(name);
    public static void SetEnvironmentVariable(string name, string? value) => Environment.SetEnvironmentVariable(name, value);

    public static string GetFolderPath(Environment.SpecialFolder folder) => folder switch
    {
        Environment.SpecialFolder.CommonApplicationData => @"C:\ProgramData",
        Environment.SpecialFolder.System => @"C:\Windows\System32",
        Environment.SpecialFolder.Windows => @"C:\Windows",
        Environment.SpecialFolder.ProgramFiles => @"C:\Program Files",
        _ => throw new NotSupportedException("the fake machine has no folder " + folder),
    };

    public static void Exit(int code) => throw new NotSupportedException("[Environment]::Exit is not played; use exit");
}

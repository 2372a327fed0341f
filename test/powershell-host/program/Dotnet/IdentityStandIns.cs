using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [Security.Principal.WindowsIdentity], which .NET has on Windows only. */
public sealed class WindowsIdentityStandIn
{
    public static WindowsIdentityStandIn GetCurrent() => new();

    public string Name => Machine.Now.AsSystem ? @"NT AUTHORITY\SYSTEM" : Machine.Now.State.ComputerName + @"\Administrator";
    public bool IsSystem => Machine.Now.AsSystem;
    public bool IsAuthenticated => true;
    public SidStandIn User => new(IsSystem ? "S-1-5-18" : "S-1-5-21-1-2-3-500");
    /** An unelevated token holds the administrators' group for denying only, and this list leaves such groups out. */
    public SidStandIn[] Groups => Machine.Now.IsElevated ? [new("S-1-5-32-544"), new("S-1-16-12288")] : [new("S-1-16-8192")];
}

public sealed record SidStandIn(string Value)
{
    public override string ToString() => Value;
}

public sealed class WindowsPrincipalStandIn(WindowsIdentityStandIn identity)
{
    public WindowsIdentityStandIn Identity => identity;
    public bool IsInRole(WindowsBuiltInRoleStandIn role) => role == WindowsBuiltInRoleStandIn.User || Machine.Now.IsElevated;
}

public enum WindowsBuiltInRoleStandIn
{
    Administrator = 0x220,
    User = 0x221,
    Guest = 0x222,
}

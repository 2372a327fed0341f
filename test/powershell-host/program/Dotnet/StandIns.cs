using System.Management.Automation;
using System.Reflection;

namespace PowershellHost.Dotnet;

/**
 * Types of .NET that mean a part of Windows are replaced, for scripts only, by types of the same members that mean the fake
 * machine: PowerShell looks at its type accelerators before it looks for a type of that name.
 */
public static class StandIns
{
    static readonly (string Name, Type Type)[] replaced =
    [
        ("Console", typeof(ConsoleStandIn)),
        ("Environment", typeof(EnvironmentStandIn)),
        ("IO.File", typeof(FileStandIn)),
        ("IO.Directory", typeof(DirectoryStandIn)),
        ("IO.Path", typeof(PathStandIn)),
        ("Threading.Thread", typeof(ThreadStandIn)),
        ("Security.Principal.WindowsIdentity", typeof(WindowsIdentityStandIn)),
        ("Security.Principal.WindowsPrincipal", typeof(WindowsPrincipalStandIn)),
        ("Security.Principal.WindowsBuiltInRole", typeof(WindowsBuiltInRoleStandIn)),
        ("Net.NetworkInformation.IPGlobalProperties", typeof(IpGlobalPropertiesStandIn)),
        ("Microsoft.Win32.Registry", typeof(RegistryStandIn)),
    ];

    public static void Install()
    {
        var accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators")!;
        var add = accelerators.GetMethod("Add", BindingFlags.Static | BindingFlags.Public)!;
        foreach (var (name, type) in replaced)
        {
            add.Invoke(null, [name, type]);
            if (!name.StartsWith("Microsoft.")) add.Invoke(null, ["System." + name, type]);
        }
    }
}

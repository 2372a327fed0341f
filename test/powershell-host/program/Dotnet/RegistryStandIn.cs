using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [Microsoft.Win32.Registry], reading only. */
public static class RegistryStandIn
{
    public static object? GetValue(string key, string name, object? otherwise)
    {
        Machine.Now.Calls.Begin("[Microsoft.Win32.Registry]::GetValue", false);
        return Machine.Now.Registry.Value(key, name) ?? otherwise;
    }
}

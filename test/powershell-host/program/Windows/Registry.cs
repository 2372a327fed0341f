using System.Text.Json;

namespace PowershellHost.Windows;

/** The few registry keys that the machine has. */
public sealed class Registry(MachineState state)
{
    public object? Value(string key, string name) => Values(key)?.GetValueOrDefault(name);

    /** Names and values of a key, or null when there is no such key. */
    public IReadOnlyDictionary<string, object>? Values(string key)
    {
        var wanted = Plain(key);
        var found = state.Registry.FirstOrDefault(one => Plain(one.Key).Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return found.Value?.ToDictionary(one => one.Key, one => Scalar(one.Value), StringComparer.OrdinalIgnoreCase);
    }

    static object Scalar(JsonElement value)
    {
        return value.ValueKind == JsonValueKind.Number ? value.GetInt32() : value.GetString()!;
    }

    static string Plain(string key)
    {
        return key.Replace("Registry::", "").Replace("HKEY_LOCAL_MACHINE", "HKLM").Replace("HKLM:", "HKLM").Replace('/', '\\').TrimEnd('\\');
    }
}

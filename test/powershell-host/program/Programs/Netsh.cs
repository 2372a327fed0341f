using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** `netsh interface ipv4|ipv6 ...`: what it is told, to which part it goes. */
public static class Netsh
{
    public static ProgramRun Run(string[] words)
    {
        if (words.Length > 3 && Is(words[0], "interface", "int") && Is(words[1], "set") && Is(words[2], "interface"))
        {
            return SystemPrograms.Change("netsh.exe set adapter", () => NetshChange.SetAdapter(words.Skip(3).ToArray()));
        }
        if (words.Length < 4 || !Is(words[0], "interface", "int") || Context(words[1]) is not { } family) return Unknown(words);
        var command = words[2].ToLowerInvariant() + " " + words[3].ToLowerInvariant();
        var rest = words.Skip(4).ToArray();
        return command switch
        {
            "show interface" or "show interfaces" => SystemPrograms.Read("netsh.exe show interface", () => NetshShow.Interfaces(family, rest)),
            "show config" => SystemPrograms.Read("netsh.exe show config", () => NetshShow.Config(family, rest)),
            "show address" or "show addresses" => SystemPrograms.Read("netsh.exe show addresses", () => NetshShow.Config(family, rest)),
            "set interface" => SystemPrograms.Change("netsh.exe set interface", () => NetshChange.SetInterface(family, rest)),
            "set dnsservers" or "set dnsserver" => SystemPrograms.Change("netsh.exe set dnsservers", () => NetshChange.SetDnsServers(family, rest)),
            "add address" => SystemPrograms.Change("netsh.exe add address", () => NetshChange.AddAddress(family, rest)),
            "delete address" => SystemPrograms.Change("netsh.exe delete address", () => NetshChange.DeleteAddress(family, rest)),
            _ => Unknown(words),
        };
    }

    public static bool Is(string word, params string[] names) => names.Contains(word, StringComparer.OrdinalIgnoreCase);

    /** The interface that a word names: by its index or by its name. */
    public static IpInterface? Find(Family family, string word)
    {
        var sides = Machine.Now.State.IpInterfaces.Where(one => one.Family == family).ToList();
        var byName = sides.Find(one => one.Alias.Equals(word, StringComparison.OrdinalIgnoreCase));
        return byName ?? sides.Find(one => one.IfIndex.ToString() == word);
    }

    static Family? Context(string word) => word.ToLowerInvariant() switch
    {
        "ipv4" or "ip" => Family.IPv4,
        "ipv6" => Family.IPv6,
        _ => null,
    };

    static ProgramRun Unknown(string[] words)
    {
        // `dump` is the one command without an object.
        if (words.Length == 3 && Is(words[0], "interface", "int") && Context(words[1]) is { } family && Is(words[2], "dump"))
        {
            return SystemPrograms.Read("netsh.exe dump", () => NetshShow.Dump(family));
        }
        return new ProgramRun(1, "The following command was not found: " + string.Join(' ', words) + ".");
    }
}

/** The parameters of a command: `name=value` in any order, or values in the order of the names. */
public sealed class NetshParameters
{
    readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    NetshParameters() { }

    /** Undefined when a name is unknown. */
    public static NetshParameters? Read(string[] words, params string[] names)
    {
        var read = new NetshParameters();
        var place = 0;
        foreach (var word in words)
        {
            var at = word.IndexOf('=');
            var name = at < 0 ? names.ElementAtOrDefault(place++) : Array.Find(names, one => one.Equals(word[..at], StringComparison.OrdinalIgnoreCase));
            if (name is null) return null;
            read.values[name] = word[(at + 1)..].Trim('"');
        }
        return read;
    }

    public string? this[string name] => values.GetValueOrDefault(name);

    public bool Has(string name) => values.ContainsKey(name);
}

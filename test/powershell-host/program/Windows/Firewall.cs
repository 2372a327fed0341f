using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/** The commands of the module NetSecurity. */
public static class Firewall
{
    static MachineState State => Machine.Now.State;

    public static void GetProfile(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var found = new Query<FirewallProfile>(cmdlet, given, "MSFT_NetFirewallProfile", State.FirewallProfiles).By("Name", one => one.Name).Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetFirewallProfile",
            ("Name", one.Name),
            ("Profile", one.Name),
            ("Enabled", one.Enabled ? GpoBoolean.True : GpoBoolean.False),
            ("DefaultInboundAction", one.DefaultInbound),
            ("DefaultOutboundAction", FirewallAction.NotConfigured),
            ("AllowInboundRules", one.AllowsInbound ? GpoBoolean.NotConfigured : GpoBoolean.False),
            ("AllowLocalFirewallRules", one.AllowsLocalRules ? GpoBoolean.NotConfigured : GpoBoolean.False)));
    });

    public static void GetRule(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Select(cmdlet, given)) cmdlet.WriteObject(Show(one));
    });

    public static void CreateRule(PSCmdlet cmdlet, IDictionary given) => Use.Change(cmdlet, (string)given["DisplayName"]!, () =>
    {
        var made = new FirewallRule
        {
            Name = (string?)given["Name"] ?? Guid.NewGuid().ToString("B").ToUpperInvariant(),
            DisplayName = (string)given["DisplayName"]!,
            Description = (string?)given["Description"] ?? "",
            Group = (string?)given["Group"] ?? "",
            Enabled = !Equals(given["Enabled"], "False"),
            Direction = Word(given, "Direction", FirewallDirection.Inbound),
            Action = Word(given, "Action", FirewallAction.Allow),
            Profile = string.Join(", ", (string[]?)given["Profile"] ?? ["Any"]),
            Protocol = (string?)given["Protocol"] ?? "Any",
            LocalPorts = [.. (string[]?)given["LocalPort"] ?? ["Any"]],
            LocalAddresses = [.. (string[]?)given["LocalAddress"] ?? ["Any"]],
            RemoteAddresses = [.. (string[]?)given["RemoteAddress"] ?? ["Any"]],
            Program = (string?)given["Program"] ?? "Any",
            Service = (string?)given["Service"] ?? "Any",
            Source = RuleSource.Local,
        };
        if (Equals(given["PolicyStore"], "ActiveStore")) throw WindowsError.InvalidParameter("PolicyStore ActiveStore");
        if (Stored(given).Any(one => one.Name.Equals(made.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new WindowsError("Windows System Error 183", "Cannot create a file when that file already exists. ", ErrorCategory.ResourceExists);
        }
        if (made.LocalPorts[0] != "Any" && made.Protocol is not ("TCP" or "UDP" or "6" or "17")) throw WindowsError.InvalidParameter("LocalPort without a protocol that has ports");
        State.FirewallRules.Add(made);
        cmdlet.WriteObject(Show(made));
    });

    public static void RemoveRule(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in Selected(cmdlet, given)) Use.Change(cmdlet, one.Name, () => State.FirewallRules.Remove(one));
    }

    public static void SetRuleEnabled(PSCmdlet cmdlet, IDictionary given, bool enabled)
    {
        foreach (var one in Selected(cmdlet, given)) Use.Change(cmdlet, one.Name, () => one.Enabled = enabled);
    }

    public static void GetPortFilter(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Filtered(given)) cmdlet.WriteObject(CimObject.Of("MSFT_NetProtocolPortFilter",
            ("InstanceID", one.Name),
            ("Protocol", one.Protocol),
            ("LocalPort", Single(one.LocalPorts)),
            ("RemotePort", "Any"),
            ("IcmpType", "Any"),
            ("DynamicTarget", "Any")));
    });

    public static void GetAddressFilter(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Filtered(given)) cmdlet.WriteObject(CimObject.Of("MSFT_NetAddressFilter",
            ("InstanceID", one.Name),
            ("LocalAddress", Single(one.LocalAddresses)),
            ("RemoteAddress", Single(one.RemoteAddresses))));
    });

    public static void GetApplicationFilter(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Filtered(given)) cmdlet.WriteObject(CimObject.Of("MSFT_NetApplicationFilter",
            ("InstanceID", one.Name),
            ("Program", one.Program),
            ("Package", null)));
    });

    public static void GetServiceFilter(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in Filtered(given)) cmdlet.WriteObject(CimObject.Of("MSFT_NetServiceFilter",
            ("InstanceID", one.Name),
            ("Service", one.Service)));
    });

    /**
     * The rules of a store: those made here unless told otherwise, which is where rules are changed. What is in force has those of
     * policies and of Windows itself as well, and here none that is switched off: the pages do not say.
     */
    static IReadOnlyList<FirewallRule> Stored(IDictionary given) => given["PolicyStore"] switch
    {
        null or "PersistentStore" => State.FirewallRules.Where(one => one.Source == RuleSource.Local).ToList(),
        "ActiveStore" => State.FirewallRules.Where(one => one.Enabled).ToList(),
        var other => throw WindowsError.InvalidParameter($"PolicyStore {other}"),
    };

    /** One value is a text and several are a list, as there. */
    static object Single(List<string> values) => values.Count == 1 ? values[0] : values.ToArray();

    static IEnumerable<FirewallRule> Filtered(IDictionary given)
    {
        if (given["AssociatedNetFirewallRule"] is not { } rules) return Stored(given);
        var names = LanguagePrimitives.ConvertTo<PSObject[]>(rules).Select(one => CimObject.Value<string>(one, "Name")).ToHashSet();
        return State.FirewallRules.Where(one => names.Contains(one.Name));
    }

    static IReadOnlyList<FirewallRule> Selected(PSCmdlet cmdlet, IDictionary given)
    {
        if (given["InputObject"] is not { } input) return Select(cmdlet, given);
        var names = LanguagePrimitives.ConvertTo<PSObject[]>(input).Select(one => CimObject.Value<string>(one, "Name")).ToHashSet();
        return State.FirewallRules.Where(one => names.Contains(one.Name)).ToList();
    }

    static IReadOnlyList<FirewallRule> Select(PSCmdlet cmdlet, IDictionary given)
    {
        return new Query<FirewallRule>(cmdlet, given, "MSFT_NetFirewallRule", Stored(given))
            .By("Name", "InstanceID", one => one.Name)
            .By("DisplayName", one => one.DisplayName)
            .By("Group", "RuleGroup", one => one.Group)
            .By("Enabled", one => one.Enabled)
            .By("Direction", one => one.Direction)
            .By("Action", one => one.Action)
            .Results();
    }

    static T Word<T>(IDictionary given, string name, T otherwise) where T : struct, Enum
    {
        return given[name] is string word ? Enum.Parse<T>(word, true) : otherwise;
    }

    static PSObject Show(FirewallRule one) => CimObject.Of("MSFT_NetFirewallRule",
        ("Name", one.Name),
        ("ID", one.Name),
        ("InstanceID", one.Name),
        ("DisplayName", one.DisplayName),
        ("Description", one.Description),
        ("Group", one.Group),
        ("DisplayGroup", one.Group),
        ("RuleGroup", one.Group),
        ("Enabled", one.Enabled ? RuleEnabled.True : RuleEnabled.False),
        ("Direction", one.Direction),
        ("Action", one.Action),
        ("Profile", Enum.Parse<FirewallProfiles>(one.Profile)),
        ("PolicyStoreSourceType", one.Source),
        ("PolicyStoreSource", one.Source == RuleSource.Local ? "PersistentStore" : one.Source.ToString()));
}

using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/** Get- and Set-NetIPInterface, and what other commands ask about interfaces. */
public static class Interfaces
{
    static MachineState State => Machine.Now.State;

    public static void Get(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var store = Stores.One(given);
        foreach (var one in Select(cmdlet, given)) cmdlet.WriteObject(Show(one, store));
    });

    /** Without a selector this changes every interface, as on Windows. */
    public static void Set(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in Selected(cmdlet, given))
        {
            Use.Change(cmdlet, $"{one.Alias} {one.Family}", () =>
            {
                foreach (var store in Stores.Of(given)) Change(one, given, store);
            });
            if (given.Contains("PassThru")) cmdlet.WriteObject(Show(one, Store.ActiveStore));
        }
    }

    public static string Alias(uint index) => State.IpInterfaces.Find(one => one.IfIndex == index)?.Alias ?? "";

    /** The one interface that New-NetIPAddress and the like name. */
    public static IpInterface Target(IDictionary given, Family family)
    {
        var index = given["InterfaceIndex"] as uint?;
        var alias = given["InterfaceAlias"] as string;
        var target = State.IpInterfaces.Find(one => one.Family == family && (index is null ? one.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase) : one.IfIndex == index));
        return target ?? throw WindowsError.NotFound("interface");
    }

    public static void DisableDhcp(IpInterface target)
    {
        target.Active = target.Active with { Dhcp = Toggle.Disabled };
        target.Persistent = target.Persistent with { Dhcp = Toggle.Disabled };
    }

    static IReadOnlyList<IpInterface> Selected(PSCmdlet cmdlet, IDictionary given)
    {
        if (given["InputObject"] is not { } input) return Select(cmdlet, given);
        var wanted = LanguagePrimitives.ConvertTo<PSObject[]>(input).Select(one => (CimObject.Value<uint>(one, "InterfaceIndex"), CimObject.Value<Family>(one, "AddressFamily"))).ToHashSet();
        return State.IpInterfaces.Where(one => wanted.Contains((one.IfIndex, one.Family))).ToList();
    }

    static IReadOnlyList<IpInterface> Select(PSCmdlet cmdlet, IDictionary given)
    {
        return new Query<IpInterface>(cmdlet, given, "MSFT_NetIPInterface", State.IpInterfaces)
            .By("InterfaceAlias", one => one.Alias)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("AddressFamily", one => one.Family)
            .Results();
    }

    static void Change(IpInterface one, IDictionary given, Store store)
    {
        var now = store == Store.ActiveStore ? one.Active : one.Persistent;
        T Value<T>(string parameter, T otherwise) => given.Contains(parameter) ? LanguagePrimitives.ConvertTo<T>(given[parameter]) : otherwise;
        var metric = Value("InterfaceMetric", now.InterfaceMetric);
        var changed = now with
        {
            WeakHostSend = Value("WeakHostSend", now.WeakHostSend),
            WeakHostReceive = Value("WeakHostReceive", now.WeakHostReceive),
            Forwarding = Value("Forwarding", now.Forwarding),
            Advertising = Value("Advertising", now.Advertising),
            AutomaticMetric = Value("AutomaticMetric", given.Contains("InterfaceMetric") ? Toggle.Disabled : now.AutomaticMetric),
            InterfaceMetric = metric,
            Dhcp = Value("Dhcp", now.Dhcp),
            IgnoreDefaultRoutes = Value("IgnoreDefaultRoutes", now.IgnoreDefaultRoutes),
            RouterDiscovery = Value("RouterDiscovery", now.RouterDiscovery),
            DadTransmits = Value("DadTransmits", now.DadTransmits),
            Mtu = Value("NlMtuBytes", now.Mtu),
        };
        if (given.Contains("Dhcp") && one.Family == Family.IPv6) throw WindowsError.InvalidParameter("Dhcp");
        if (store == Store.ActiveStore) one.Active = changed;
        else one.Persistent = changed;
    }

    static PSObject Show(IpInterface one, Store store)
    {
        var settings = store == Store.ActiveStore ? one.Active : one.Persistent;
        return CimObject.Of("MSFT_NetIPInterface",
            ("InterfaceIndex", one.IfIndex),
            ("ifIndex", one.IfIndex),
            ("InterfaceAlias", one.Alias),
            ("AddressFamily", one.Family),
            ("Forwarding", settings.Forwarding),
            ("Advertising", settings.Advertising),
            ("NlMtu", settings.Mtu),
            ("AutomaticMetric", settings.AutomaticMetric),
            ("InterfaceMetric", settings.InterfaceMetric),
            ("DadTransmits", settings.DadTransmits),
            ("RouterDiscovery", settings.RouterDiscovery),
            ("WeakHostSend", settings.WeakHostSend),
            ("WeakHostReceive", settings.WeakHostReceive),
            ("IgnoreDefaultRoutes", settings.IgnoreDefaultRoutes),
            ("Dhcp", settings.Dhcp),
            ("ConnectionState", one.Connected ? ConnectionState.Connected : ConnectionState.Disconnected),
            ("CompartmentId", 1u),
            ("PolicyStore", store.ToString()),
            ("Store", store));
    }
}

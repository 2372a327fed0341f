using System.Net;
using PowershellHost.Windows;

namespace PowershellHost.Programs;

/** `set interface`, `add address`, `delete address`. With store=persistent, which is what they do unless told otherwise, both stores change. */
public static class NetshChange
{
    static readonly string[] settingNames =
    [
        "interface", "forwarding", "advertise", "mtu", "siteid", "siteprefixlength", "nud", "basereachabletime", "retransmittime", "dadtransmits",
        "routerdiscovery", "managedaddress", "otherstateful", "weakhostsend", "weakhostreceive", "ignoredefaultroutes", "advertisedrouterlifetime",
        "advertisedefaultroute", "currenthoplimit", "forcearpndwolpattern", "enabledirectedmacwolpattern", "metric", "store",
    ];

    static MachineState State => Machine.Now.State;

    public static ProgramRun SetInterface(Family family, string[] words)
    {
        if (NetshParameters.Read(words, settingNames) is not { } given || given["interface"] is not { } name) return Wrong();
        if (Netsh.Find(family, name) is not { } side) return Absent();
        if (Changed(side.Active, given) is not { } active || Changed(side.Persistent, given) is not { } persistent) return Wrong();
        side.Active = active;
        if (IsPersistent(given)) side.Persistent = persistent;
        return new ProgramRun(0, Machine.Now.Words.Netsh.Ok, "");
    }

    /** `interface set interface`: the connection itself, whatever its family. */
    public static ProgramRun SetAdapter(string[] words)
    {
        if (NetshParameters.Read(words, "name", "admin", "connect", "newname") is not { } given || given["name"] is not { } name) return Wrong();
        if (State.Adapters.Find(one => Netsh.Is(one.Name, name)) is not { } adapter) return Absent();
        if (given["admin"] is { } admin) adapter.Status = Netsh.Is(admin, "disabled") ? "Disabled" : "Up";
        if (given["newname"] is not { } newName) return new ProgramRun(0, "");
        if (State.Adapters.Any(one => one != adapter && Netsh.Is(one.Name, newName))) return new ProgramRun(1, "You were not connected because a duplicate name exists on the network.", "");
        adapter.Name = newName;
        foreach (var side in State.IpInterfaces.Where(side => side.IfIndex == adapter.IfIndex)) side.Alias = newName;
        return new ProgramRun(0, "");
    }

    public static ProgramRun SetDnsServers(Family family, string[] words)
    {
        if (NetshParameters.Read(words, "name", "source", "address", "register", "validate") is not { } given || given["name"] is not { } name) return Wrong();
        if (Netsh.Find(family, name) is not { } side) return Absent();
        if (given["register"] is not { } word) return new ProgramRun(0, "");
        if (!Netsh.Is(word, "none", "primary", "both")) return Wrong();
        foreach (var client in State.DnsClients.Where(one => one.IfIndex == side.IfIndex)) client.Registers = !Netsh.Is(word, "none");
        return new ProgramRun(0, "");
    }

    public static ProgramRun AddAddress(Family family, string[] words)
    {
        var given = family == Family.IPv4
            ? NetshParameters.Read(words, "name", "address", "mask", "type", "gateway", "gwmetric", "validlifetime", "preferredlifetime", "store", "skipassource")
            : NetshParameters.Read(words, "interface", "address", "type", "validlifetime", "preferredlifetime", "store", "skipassource");
        if (given is null || (given["name"] ?? given["interface"]) is not { } name || given["address"] is not { } text) return Wrong();
        if (Netsh.Find(family, name) is not { } side) return Absent();
        var parts = text.Split('/');
        if (!IPAddress.TryParse(parts[0], out var address) || NetAddresses.FamilyOf(address) != family) return Wrong();
        if (State.Addresses.Any(one => one.Address == address.ToString() && one.IfIndex == side.IfIndex)) return new ProgramRun(1, "The object already exists.", "");
        var made = new IpAddress
        {
            Address = address.ToString(),
            PrefixLength = parts.Length > 1 ? byte.Parse(parts[1]) : given["mask"] is { } mask ? Prefix(mask) : (byte)(family == Family.IPv4 ? ClassPrefix(address) : 64),
            IfIndex = side.IfIndex,
            Family = family,
            SkipAsSource = Netsh.Is(given["skipassource"] ?? "false", "true"),
            State = AddressState.Tentative,
            Origin = PrefixOrigin.Manual,
            Tentative = 2,
        };
        State.Addresses.Add(made);
        Interfaces.DisableDhcp(side);
        if (IsPersistent(given)) State.PersistentAddresses.Add(made with { State = AddressState.Invalid, Tentative = 0 });
        return new ProgramRun(0, "");
    }

    public static ProgramRun DeleteAddress(Family family, string[] words)
    {
        var given = family == Family.IPv4 ? NetshParameters.Read(words, "name", "address", "gateway", "store") : NetshParameters.Read(words, "interface", "address", "store");
        if (given is null || (given["name"] ?? given["interface"]) is not { } name || given["address"] is not { } text) return Wrong();
        if (Netsh.Find(family, name) is not { } side || !IPAddress.TryParse(text, out var address)) return Absent();
        bool IsIt(IpAddress one) => one.Address == address.ToString() && one.IfIndex == side.IfIndex;
        var gone = State.Addresses.RemoveAll(IsIt);
        if (IsPersistent(given)) gone += State.PersistentAddresses.RemoveAll(IsIt);
        return gone > 0 ? new ProgramRun(0, "") : new ProgramRun(1, "Element not found.", "");
    }

    static bool IsPersistent(NetshParameters given) => !Netsh.Is(given["store"] ?? "persistent", "active");

    /** Undefined when a value is none that the setting can have. */
    static IpInterfaceSettings? Changed(IpInterfaceSettings now, NetshParameters given)
    {
        var wrong = false;
        Toggle Toggled(string name, Toggle otherwise)
        {
            if (given[name] is not { } word) return otherwise;
            wrong |= !Netsh.Is(word, "enabled", "disabled");
            return Netsh.Is(word, "enabled") ? Toggle.Enabled : Toggle.Disabled;
        }
        uint Number(string name, uint otherwise)
        {
            if (given[name] is not { } word) return otherwise;
            wrong |= !uint.TryParse(word, out var number);
            return number;
        }
        var metric = Number("metric", now.InterfaceMetric);
        var changed = now with
        {
            Forwarding = Toggled("forwarding", now.Forwarding),
            Advertising = Toggled("advertise", now.Advertising),
            WeakHostSend = Toggled("weakhostsend", now.WeakHostSend),
            WeakHostReceive = Toggled("weakhostreceive", now.WeakHostReceive),
            IgnoreDefaultRoutes = Toggled("ignoredefaultroutes", now.IgnoreDefaultRoutes),
            DadTransmits = Number("dadtransmits", now.DadTransmits),
            Mtu = Number("mtu", now.Mtu),
            // A metric of 0 means that Windows chooses.
            AutomaticMetric = given.Has("metric") ? metric == 0 ? Toggle.Enabled : Toggle.Disabled : now.AutomaticMetric,
            InterfaceMetric = given.Has("metric") && metric == 0 ? 25 : metric,
        };
        return wrong ? null : changed;
    }

    static byte Prefix(string mask) => (byte)IPAddress.Parse(mask).GetAddressBytes().Sum(one => System.Numerics.BitOperations.PopCount(one));

    /** Without a mask that of the address's old class is taken. */
    static byte ClassPrefix(IPAddress address) => address.GetAddressBytes()[0] switch { < 128 => 8, < 192 => 16, _ => 24 };

    static ProgramRun Wrong() => new(1, "The syntax supplied for this command is not valid. Check help for the correct syntax.", "");

    static ProgramRun Absent() => new(1, Machine.Now.Words.Netsh.NotFound, "");
}

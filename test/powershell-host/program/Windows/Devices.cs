namespace PowershellHost.Windows;

/** Adapters come and go: with an adapter go its interfaces, addresses, bindings. */
public static class Devices
{
    static MachineState State => Machine.Now.State;

    /** A look at the adapters: what is on its way arrives after some. */
    public static void Look()
    {
        foreach (var one in State.Arriving) one.Looks--;
        foreach (var one in State.Arriving.Where(one => one.Looks < 0).ToList())
        {
            State.Arriving.Remove(one);
            Arrive(one.Adapter);
        }
    }

    /** A device node with the loopback driver, whose adapter is seen some looks later. */
    public static void AddLoopback(string instance, string mac)
    {
        var index = State.Adapters.Concat(State.Arriving.Select(one => one.Adapter)).Select(one => one.IfIndex).DefaultIfEmpty(1u).Max() + 3;
        State.Arriving.Add(new ArrivingAdapter
        {
            Looks = 2,
            Adapter = new Adapter
            {
                Name = FreeName(),
                Description = FreeDescription(),
                IfIndex = index,
                Guid = $"{{4F2A9D10-0000-4000-8000-{index:X12}}}",
                HardwareId = "*MSLOOP",
                PnpDeviceId = instance,
                Mac = mac,
                Service = "msloop",
                DriverFile = "loop.sys",
                Status = "Up",
                Hidden = false,
                Virtual = false,
                Mtu = 1500,
            },
        });
    }

    public static bool Remove(string instance)
    {
        if (State.Arriving.RemoveAll(one => Same(one.Adapter.PnpDeviceId, instance)) > 0) return true;
        var gone = State.Adapters.Find(one => Same(one.PnpDeviceId, instance));
        if (gone is null) return false;
        State.Adapters.Remove(gone);
        State.IpInterfaces.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.Addresses.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.PersistentAddresses.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.Routes.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.Bindings.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.DnsClients.RemoveAll(one => one.IfIndex == gone.IfIndex);
        State.ConnectionProfiles.RemoveAll(one => one.IfIndex == gone.IfIndex);
        return true;
    }

    static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    static void Arrive(Adapter adapter)
    {
        State.Adapters.Add(adapter);
        foreach (var family in new[] { Family.IPv4, Family.IPv6 }) State.IpInterfaces.Add(NewInterface(adapter, family));
        // It asks for a lease, gets none and takes an address of its own.
        State.Addresses.Add(NewAddress(adapter.IfIndex, $"169.254.{adapter.IfIndex}.17", 16, Family.IPv4));
        State.Addresses.Add(NewAddress(adapter.IfIndex, $"fe80::{adapter.IfIndex:x}:11", 64, Family.IPv6));
        State.DnsClients.Add(new DnsClient { IfIndex = adapter.IfIndex, Registers = true, UseSuffix = false, Suffix = "" });
        foreach (var usual in State.Bindings.Select(one => (one.ComponentId, one.DisplayName)).Distinct().ToList())
        {
            State.Bindings.Add(new Binding { IfIndex = adapter.IfIndex, ComponentId = usual.ComponentId, DisplayName = usual.DisplayName, Enabled = true });
        }
    }

    static IpInterface NewInterface(Adapter adapter, Family family)
    {
        var settings = new IpInterfaceSettings
        {
            WeakHostSend = Toggle.Disabled,
            WeakHostReceive = Toggle.Disabled,
            Forwarding = Toggle.Disabled,
            Advertising = Toggle.Disabled,
            AutomaticMetric = Toggle.Enabled,
            InterfaceMetric = 25,
            Dhcp = family == Family.IPv4 ? Toggle.Enabled : Toggle.Disabled,
            IgnoreDefaultRoutes = Toggle.Disabled,
            RouterDiscovery = family == Family.IPv4 ? RouterDiscovery.Dhcp : RouterDiscovery.Enabled,
            DadTransmits = family == Family.IPv4 ? 3u : 1u,
            Mtu = adapter.Mtu,
        };
        return new IpInterface { IfIndex = adapter.IfIndex, Alias = adapter.Name, Family = family, Connected = true, Active = settings, Persistent = settings with { } };
    }

    static IpAddress NewAddress(uint index, string address, byte prefix, Family family) => new()
    {
        Address = address,
        PrefixLength = prefix,
        IfIndex = index,
        Family = family,
        SkipAsSource = false,
        State = AddressState.Tentative,
        Origin = PrefixOrigin.WellKnown,
        Tentative = 2,
    };

    /** `Ethernet 2` in the machine's language. */
    static string FreeName()
    {
        var used = State.Adapters.Concat(State.Arriving.Select(one => one.Adapter)).Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var basic = Machine.Now.Words.Ethernet;
        return used.Contains(basic) ? Enumerable.Range(2, 99).Select(number => basic + " " + number).First(name => !used.Contains(name)) : basic;
    }

    /** A second adapter of a kind is `... #2`. */
    static string FreeDescription()
    {
        var used = State.Adapters.Concat(State.Arriving.Select(one => one.Adapter)).Select(one => one.Description).ToHashSet();
        var basic = Machine.Now.Words.Loopback;
        return used.Contains(basic) ? Enumerable.Range(2, 99).Select(number => basic + " #" + number).First(name => !used.Contains(name)) : basic;
    }
}

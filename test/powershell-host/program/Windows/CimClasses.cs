using System.Management.Automation;

namespace PowershellHost.Windows;

/** The instances of the few CIM classes that the machine has. Enumerations come as numbers, as CIM has them. */
public static class CimClasses
{
    static MachineState State => Machine.Now.State;

    /** Null when there is no such class. */
    public static IEnumerable<PSObject>? Instances(string space, string name)
    {
        var standard = space.Replace('\\', '/').Equals("root/StandardCimv2", StringComparison.OrdinalIgnoreCase);
        return (standard, name.ToLowerInvariant()) switch
        {
            (false, "win32_operatingsystem") => [OperatingSystem()],
            (false, "win32_computersystem") => [ComputerSystem()],
            (false, "win32_networkadapter") => NetworkAdapters(),
            (false, "win32_networkadapterconfiguration") => State.Adapters.Select(Configuration),
            (false, "win32_pnpentity") => State.Adapters.Select(PnpEntity),
            (true, "msft_netadapter") => Seen().Select(NetAdapter),
            (true, "msft_netipinterface") => State.IpInterfaces.SelectMany(one => new[] { NetIpInterface(one, Store.ActiveStore), NetIpInterface(one, Store.PersistentStore) }),
            _ => null,
        };
    }

    static IEnumerable<Adapter> Seen()
    {
        Devices.Look();
        return State.Adapters;
    }

    static IEnumerable<PSObject> NetworkAdapters() => Seen().Select(NetworkAdapter);

    static PSObject OperatingSystem() => CimObject.Of("root/cimv2", "Win32_OperatingSystem",
        ("Caption", State.Edition.Caption),
        ("Version", State.Edition.Version),
        ("BuildNumber", State.Edition.Build.ToString()),
        ("CSName", State.ComputerName),
        ("OSArchitecture", "64-bit"),
        ("ProductType", State.DomainRole >= 4 ? 2u : 3u),
        // 7 is Standard, 13 Standard Core; since 2016 a Core installation says 7 as well.
        ("OperatingSystemSKU", State.Edition is { Core: true, Build: < 14393 } ? 13u : 7u),
        ("OSLanguage", Machine.Now.Words.OsLanguage),
        ("LastBootUpTime", Machine.Now.Booted),
        ("LocalDateTime", Machine.Now.Time));

    static PSObject ComputerSystem() => CimObject.Of("root/cimv2", "Win32_ComputerSystem",
        ("Name", State.ComputerName),
        ("DNSHostName", State.ComputerName),
        ("Domain", State.Domain),
        ("DomainRole", State.DomainRole),
        ("PartOfDomain", State.DomainRole is 1 or 3 or 4 or 5),
        ("Manufacturer", "Microsoft Corporation"),
        ("Model", "Virtual Machine"));

    static PSObject NetworkAdapter(Adapter one) => CimObject.Of("root/cimv2", "Win32_NetworkAdapter",
        ("DeviceID", one.IfIndex.ToString()),
        ("Index", one.IfIndex),
        ("InterfaceIndex", one.IfIndex),
        ("Name", one.Description),
        ("Description", one.Description),
        ("NetConnectionID", one.Name),
        ("NetConnectionStatus", one.Status == "Up" ? 2 : 0),
        ("NetEnabled", one.Status == "Up"),
        ("ConfigManagerErrorCode", one.Status == "Disabled" ? 22u : 0u),
        ("GUID", one.Guid),
        ("PNPDeviceID", one.PnpDeviceId),
        ("ServiceName", one.Service),
        ("MACAddress", one.Mac.Replace('-', ':')),
        ("PhysicalAdapter", one.Service != "msloop"));

    static PSObject Configuration(Adapter one) => CimObject.Of("root/cimv2", "Win32_NetworkAdapterConfiguration",
        ("InterfaceIndex", one.IfIndex),
        ("SettingID", one.Guid),
        ("Description", one.Description),
        ("ServiceName", one.Service),
        ("IPEnabled", one.Status == "Up"),
        ("IPAddress", State.Addresses.Where(address => address.IfIndex == one.IfIndex).Select(address => address.Address).ToArray()),
        ("IPSubnet", State.Addresses.Where(address => address.IfIndex == one.IfIndex).Select(Subnet).ToArray()),
        ("FullDNSRegistrationEnabled", State.DnsClients.Find(client => client.IfIndex == one.IfIndex)?.Registers),
        ("DHCPEnabled", State.IpInterfaces.Find(side => side.IfIndex == one.IfIndex && side.Family == Family.IPv4)?.Active.Dhcp == Toggle.Enabled));

    /** A mask for IPv4, the length of the prefix for IPv6. */
    static string Subnet(IpAddress one) => one.Family == Family.IPv4 ? Programs.NetshShow.Mask(one.PrefixLength) : one.PrefixLength.ToString();

    static PSObject PnpEntity(Adapter one) => CimObject.Of("root/cimv2", "Win32_PnPEntity",
        ("DeviceID", one.PnpDeviceId),
        ("PNPDeviceID", one.PnpDeviceId),
        ("Name", one.Description),
        ("HardwareID", new[] { one.HardwareId }),
        ("Service", one.Service),
        ("PNPClass", "Net"),
        ("ClassGuid", "{4d36e972-e325-11ce-bfc1-08002be10318}"),
        ("Status", "OK"));

    static PSObject NetAdapter(Adapter one) => CimObject.Of("MSFT_NetAdapter",
        ("Name", one.Name),
        ("InterfaceIndex", one.IfIndex),
        ("InterfaceDescription", one.Description),
        ("InterfaceGuid", one.Guid),
        ("DeviceID", one.Guid),
        ("PnPDeviceID", one.PnpDeviceId),
        ("ComponentID", one.HardwareId.ToLowerInvariant()),
        ("Hidden", one.Hidden),
        ("Virtual", one.Virtual),
        ("InterfaceOperationalStatus", one.Status == "Up" ? 1u : 2u),
        ("PermanentAddress", one.Mac.Replace("-", "")));

    static PSObject NetIpInterface(IpInterface one, Store store)
    {
        var settings = store == Store.ActiveStore ? one.Active : one.Persistent;
        return CimObject.Of("MSFT_NetIPInterface",
            ("InterfaceIndex", one.IfIndex),
            ("InterfaceAlias", one.Alias),
            ("AddressFamily", (ushort)one.Family),
            ("Store", (byte)store),
            ("WeakHostSend", (byte)settings.WeakHostSend),
            ("WeakHostReceive", (byte)settings.WeakHostReceive),
            ("Forwarding", (byte)settings.Forwarding),
            ("InterfaceMetric", settings.InterfaceMetric),
            ("AutomaticMetric", (byte)settings.AutomaticMetric),
            ("Dhcp", (byte)settings.Dhcp),
            ("NlMtu", settings.Mtu));
    }
}

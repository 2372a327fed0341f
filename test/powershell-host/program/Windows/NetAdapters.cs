using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/** The commands of the module NetAdapter. */
public static class NetAdapters
{
    static MachineState State => Machine.Now.State;

    public static void Get(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        Devices.Look();
        foreach (var one in Select(cmdlet, given)) cmdlet.WriteObject(Show(one));
    });

    public static void Rename(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in Selected(cmdlet, given)) Use.Change(cmdlet, one.Name, () =>
        {
            var name = (string)given["NewName"]!;
            var isTaken = State.Adapters.Any(other => other != one && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (isTaken) throw new WindowsError("Windows System Error 183", "Cannot create a file when that file already exists. ", ErrorCategory.ResourceExists);
            one.Name = name;
            foreach (var side in State.IpInterfaces.Where(side => side.IfIndex == one.IfIndex)) side.Alias = name;
            foreach (var team in State.Teams.Where(team => team.Members.Remove(one.Name))) team.Members.Add(name);
        });
    }

    public static void SetEnabled(PSCmdlet cmdlet, IDictionary given, bool enabled)
    {
        foreach (var one in Selected(cmdlet, given)) Use.Change(cmdlet, one.Name, () =>
        {
            one.Status = enabled ? "Up" : "Disabled";
            foreach (var side in State.IpInterfaces.Where(side => side.IfIndex == one.IfIndex)) side.Connected = enabled;
        });
    }

    public static void GetBinding(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in SelectBindings(cmdlet, given)) cmdlet.WriteObject(Show(one));
    });

    public static void SetBinding(PSCmdlet cmdlet, IDictionary given, bool enabled)
    {
        foreach (var one in SelectBindings(cmdlet, given)) Use.Change(cmdlet, NameOf(one.IfIndex) + " " + one.ComponentId, () => one.Enabled = enabled);
    }

    static IReadOnlyList<Adapter> Selected(PSCmdlet cmdlet, IDictionary given)
    {
        if (given["InputObject"] is not { } input) return Select(cmdlet, given);
        var wanted = LanguagePrimitives.ConvertTo<PSObject[]>(input).Select(one => CimObject.Value<uint>(one, "InterfaceIndex")).ToHashSet();
        return State.Adapters.Where(one => wanted.Contains(one.IfIndex)).ToList();
    }

    static IReadOnlyList<Adapter> Select(PSCmdlet cmdlet, IDictionary given)
    {
        var seen = State.Adapters.Where(one => given.Contains("IncludeHidden") || !one.Hidden && one.Status != "Not Present");
        if (given.Contains("Physical")) seen = seen.Where(one => !one.Virtual);
        return new Query<Adapter>(cmdlet, given, "MSFT_NetAdapter", seen)
            .By("Name", one => one.Name)
            .By("InterfaceDescription", one => one.Description)
            .By("InterfaceIndex", one => one.IfIndex)
            .Results();
    }

    static IReadOnlyList<Binding> SelectBindings(PSCmdlet cmdlet, IDictionary given)
    {
        return new Query<Binding>(cmdlet, given, "MSFT_NetAdapterBindingSettingData", State.Bindings)
            .By("Name", one => NameOf(one.IfIndex))
            .By("InterfaceDescription", one => State.Adapters.Find(adapter => adapter.IfIndex == one.IfIndex)?.Description ?? "")
            .By("ComponentID", one => one.ComponentId)
            .By("DisplayName", one => one.DisplayName)
            .Results();
    }

    static string NameOf(uint index) => State.Adapters.Find(one => one.IfIndex == index)?.Name ?? "";

    static PSObject Show(Binding one) => CimObject.Of("MSFT_NetAdapterBindingSettingData",
        ("Name", NameOf(one.IfIndex)),
        ("ifAlias", NameOf(one.IfIndex)),
        ("InterfaceDescription", State.Adapters.Find(adapter => adapter.IfIndex == one.IfIndex)?.Description),
        ("DisplayName", one.DisplayName),
        ("ComponentID", one.ComponentId),
        ("Enabled", one.Enabled));

    static PSObject Show(Adapter one) => CimObject.Of("MSFT_NetAdapter",
        ("Name", one.Name),
        ("ifAlias", one.Name),
        ("InterfaceAlias", one.Name),
        ("ifIndex", one.IfIndex),
        ("InterfaceIndex", one.IfIndex),
        ("ifDesc", one.Description),
        ("InterfaceDescription", one.Description),
        ("InterfaceName", "ethernet_" + (32768 + one.IfIndex)),
        ("ifName", "ethernet_" + (32768 + one.IfIndex)),
        ("Caption", null),
        ("Description", null),
        ("InterfaceGuid", one.Guid),
        ("DeviceID", one.Guid),
        ("PnPDeviceID", one.PnpDeviceId),
        ("ComponentID", one.HardwareId.ToLowerInvariant()),
        ("MacAddress", one.Mac),
        ("LinkLayerAddress", one.Mac),
        ("PermanentAddress", one.Mac.Replace("-", "")),
        ("Status", one.Status),
        ("AdminStatus", one.Status == "Disabled" ? "Down" : "Up"),
        ("ifOperStatus", one.Status == "Up" ? "Up" : "Down"),
        ("MediaConnectionState", one.Status == "Up" ? "Connected" : "Disconnected"),
        ("MediaType", "802.3"),
        ("PhysicalMediaType", "802.3"),
        ("LinkSpeed", one.Service == "msloop" ? "1.2 Gbps" : "10 Gbps"),
        ("DriverFileName", one.DriverFile),
        ("DriverDescription", one.Description),
        ("DriverVersion", State.Edition.Version + ".1"),
        ("DriverInformation", "Driver Date 2006-06-21 Version " + State.Edition.Version + ".1 NDIS 6.30"),
        ("NdisVersion", "6.30"),
        ("MtuSize", one.Mtu),
        ("Virtual", one.Virtual),
        ("HardwareInterface", !one.Virtual && one.Service != "msloop"),
        ("ConnectorPresent", one.Service != "msloop"),
        ("Hidden", one.Hidden));
}

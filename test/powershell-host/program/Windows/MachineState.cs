using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowershellHost.Windows;

/** The state of machine-state.ts, which says what each member means. */
public sealed class MachineState
{
    public required string ComputerName { get; set; }
    public required Edition Edition { get; set; }
    public required string Language { get; set; }
    public required bool Elevated { get; set; }
    public required ushort DomainRole { get; set; }
    public required string Domain { get; set; }
    public required long Slept { get; set; }
    public required int Boots { get; set; }
    public required List<Adapter> Adapters { get; set; }
    public required List<ArrivingAdapter> Arriving { get; set; }
    public required List<string> Driverless { get; set; }
    public required List<IpInterface> IpInterfaces { get; set; }
    public required List<IpAddress> Addresses { get; set; }
    public required List<IpAddress> PersistentAddresses { get; set; }
    public required List<Route> Routes { get; set; }
    public required List<DnsClient> DnsClients { get; set; }
    public required List<Binding> Bindings { get; set; }
    public required List<FirewallProfile> FirewallProfiles { get; set; }
    public required List<FirewallRule> FirewallRules { get; set; }
    public required List<ConnectionProfile> ConnectionProfiles { get; set; }
    public required List<TcpConnection> TcpConnections { get; set; }
    public required List<UdpEndpoint> UdpEndpoints { get; set; }
    public required List<Neighbor> Neighbors { get; set; }
    public required List<Team> Teams { get; set; }
    public required List<VirtualSwitch> Switches { get; set; }
    public required List<ScheduledTask> Tasks { get; set; }
    public required List<RunningProcess> Processes { get; set; }
    public required Dictionary<string, string> Files { get; set; }
    public required List<string> Folders { get; set; }
    public required Dictionary<string, List<string>> Permissions { get; set; }
    public required Dictionary<string, string> Owners { get; set; }
    public required Dictionary<string, Dictionary<string, JsonElement>> Registry { get; set; }
    public required List<string> Missing { get; set; }
    public required List<Fault> Faults { get; set; }
    public string? LanguageMode { get; set; }

    /** Strict both ways: a member that only one side knows is found at once. */
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}

public sealed record Edition
{
    public required string Release { get; init; }
    public required bool Core { get; init; }
    public required int Build { get; init; }
    public required string Version { get; init; }
    public required string Caption { get; init; }
    public required string Powershell { get; init; }
}

public sealed class Adapter
{
    public required string Name { get; set; }
    public required string Description { get; set; }
    public required uint IfIndex { get; set; }
    public required string Guid { get; set; }
    public required string HardwareId { get; set; }
    public required string PnpDeviceId { get; set; }
    public required string Mac { get; set; }
    public required string Service { get; set; }
    public required string DriverFile { get; set; }
    public required string Status { get; set; }
    public required bool Hidden { get; set; }
    public required bool Virtual { get; set; }
    public required uint Mtu { get; set; }
}

public sealed class ArrivingAdapter
{
    public required int Looks { get; set; }
    public required Adapter Adapter { get; set; }
}

public sealed class IpInterface
{
    public required uint IfIndex { get; set; }
    public required string Alias { get; set; }
    public required Family Family { get; set; }
    public required bool Connected { get; set; }
    public required IpInterfaceSettings Active { get; set; }
    public required IpInterfaceSettings Persistent { get; set; }
}

public sealed record IpInterfaceSettings
{
    public required Toggle WeakHostSend { get; set; }
    public required Toggle WeakHostReceive { get; set; }
    public required Toggle Forwarding { get; set; }
    public required Toggle Advertising { get; set; }
    public required Toggle AutomaticMetric { get; set; }
    public required uint InterfaceMetric { get; set; }
    public required Toggle Dhcp { get; set; }
    public required Toggle IgnoreDefaultRoutes { get; set; }
    public required RouterDiscovery RouterDiscovery { get; set; }
    public required uint DadTransmits { get; set; }
    public required uint Mtu { get; set; }
}

public sealed record IpAddress
{
    public required string Address { get; set; }
    public required byte PrefixLength { get; set; }
    public required uint IfIndex { get; set; }
    public required Family Family { get; set; }
    public required bool SkipAsSource { get; set; }
    public required AddressState State { get; set; }
    public required PrefixOrigin Origin { get; set; }
    public required int Tentative { get; set; }
}

public sealed class Route
{
    public required string Destination { get; set; }
    public required string NextHop { get; set; }
    public required uint IfIndex { get; set; }
    public required Family Family { get; set; }
    public required ushort Metric { get; set; }
    public required Store Store { get; set; }
}

public sealed class DnsClient
{
    public required uint IfIndex { get; set; }
    public required bool Registers { get; set; }
    public required bool UseSuffix { get; set; }
    public required string Suffix { get; set; }
}

public sealed class Binding
{
    public required uint IfIndex { get; set; }
    public required string ComponentId { get; set; }
    public required string DisplayName { get; set; }
    public required bool Enabled { get; set; }
}

public sealed class ConnectionProfile
{
    public required uint IfIndex { get; set; }
    public required string Name { get; set; }
    public required NetworkCategory Category { get; set; }
}

public sealed class TcpConnection
{
    public required string LocalAddress { get; set; }
    public required ushort LocalPort { get; set; }
    public required string RemoteAddress { get; set; }
    public required ushort RemotePort { get; set; }
    public required TcpState State { get; set; }
    public required uint Process { get; set; }
}

public sealed class UdpEndpoint
{
    public required string LocalAddress { get; set; }
    public required ushort LocalPort { get; set; }
    public required uint Process { get; set; }
}

public sealed class Neighbor
{
    public required uint IfIndex { get; set; }
    public required string Address { get; set; }
    public required string Mac { get; set; }
    public required NeighborState State { get; set; }
}

public sealed class Team
{
    public required string Name { get; set; }
    public required List<string> Members { get; set; }
    public required List<string> Nics { get; set; }
}

public sealed class VirtualSwitch
{
    public required string Name { get; set; }
    public required string AdapterDescription { get; set; }
    public required bool SharedWithHost { get; set; }
}

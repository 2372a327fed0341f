using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Windows;

/** The smaller commands of NetTCPIP, DnsClient, NetConnection, NetLbfo and Hyper-V. */
public static class NetReadings
{
    static MachineState State => Machine.Now.State;

    public static void GetRoute(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var store = Stores.One(given);
        var found = new Query<Route>(cmdlet, given, "MSFT_NetRoute", State.Routes.Where(one => one.Store == store))
            .By("DestinationPrefix", one => one.Destination)
            .By("NextHop", one => one.NextHop)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("InterfaceAlias", one => Interfaces.Alias(one.IfIndex))
            .By("AddressFamily", one => one.Family)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetRoute",
            ("DestinationPrefix", one.Destination),
            ("NextHop", one.NextHop),
            ("InterfaceIndex", one.IfIndex),
            ("ifIndex", one.IfIndex),
            ("InterfaceAlias", Interfaces.Alias(one.IfIndex)),
            ("AddressFamily", one.Family),
            ("RouteMetric", one.Metric),
            ("InterfaceMetric", State.IpInterfaces.Find(side => side.IfIndex == one.IfIndex && side.Family == one.Family)?.Active.InterfaceMetric ?? 0),
            ("PolicyStore", one.Store.ToString()),
            ("Store", one.Store)));
    });

    public static void GetTcpConnection(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var found = new Query<TcpConnection>(cmdlet, given, "MSFT_NetTCPConnection", State.TcpConnections)
            .By("LocalAddress", one => one.LocalAddress)
            .By("LocalPort", one => one.LocalPort)
            .By("RemoteAddress", one => one.RemoteAddress)
            .By("RemotePort", one => one.RemotePort)
            .By("State", one => one.State)
            .By("OwningProcess", one => one.Process)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetTCPConnection",
            ("LocalAddress", one.LocalAddress),
            ("LocalPort", one.LocalPort),
            ("RemoteAddress", one.RemoteAddress),
            ("RemotePort", one.RemotePort),
            ("State", one.State),
            ("OwningProcess", one.Process)));
    });

    public static void GetUdpEndpoint(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var found = new Query<UdpEndpoint>(cmdlet, given, "MSFT_NetUDPEndpoint", State.UdpEndpoints)
            .By("LocalAddress", one => one.LocalAddress)
            .By("LocalPort", one => one.LocalPort)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetUDPEndpoint",
            ("LocalAddress", one.LocalAddress),
            ("LocalPort", one.LocalPort),
            ("OwningProcess", one.Process)));
    });

    public static void GetNeighbor(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var found = new Query<Neighbor>(cmdlet, given, "MSFT_NetNeighbor", State.Neighbors)
            .By("IPAddress", one => one.Address)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("AddressFamily", one => NetAddresses.FamilyOf(NetAddresses.Parse(one.Address)))
            .By("State", one => one.State)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetNeighbor",
            ("IPAddress", one.Address),
            ("InterfaceIndex", one.IfIndex),
            ("ifIndex", one.IfIndex),
            ("InterfaceAlias", Interfaces.Alias(one.IfIndex)),
            ("LinkLayerAddress", one.Mac),
            ("State", one.State),
            ("AddressFamily", NetAddresses.FamilyOf(NetAddresses.Parse(one.Address)))));
    });

    public static void GetDnsClient(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in SelectDns(cmdlet, given)) cmdlet.WriteObject(CimObject.Of("MSFT_DNSClient",
            ("InterfaceIndex", one.IfIndex),
            ("InterfaceAlias", Interfaces.Alias(one.IfIndex)),
            ("ConnectionSpecificSuffix", one.Suffix),
            ("RegisterThisConnectionsAddress", one.Registers),
            ("UseSuffixWhenRegistering", one.UseSuffix)));
    });

    public static void SetDnsClient(PSCmdlet cmdlet, IDictionary given)
    {
        foreach (var one in SelectDns(cmdlet, given)) Use.Change(cmdlet, Interfaces.Alias(one.IfIndex), () =>
        {
            one.Registers = (bool?)given["RegisterThisConnectionsAddress"] ?? one.Registers;
            one.UseSuffix = (bool?)given["UseSuffixWhenRegistering"] ?? one.UseSuffix;
            one.Suffix = (string?)given["ConnectionSpecificSuffix"] ?? one.Suffix;
        });
    }

    public static void GetConnectionProfile(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var found = new Query<ConnectionProfile>(cmdlet, given, "MSFT_NetConnectionProfile", State.ConnectionProfiles)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("InterfaceAlias", one => Interfaces.Alias(one.IfIndex))
            .By("NetworkCategory", one => one.Category)
            .Results();
        foreach (var one in found) cmdlet.WriteObject(CimObject.Of("MSFT_NetConnectionProfile",
            ("Name", one.Name),
            ("InterfaceIndex", one.IfIndex),
            ("InterfaceAlias", Interfaces.Alias(one.IfIndex)),
            ("NetworkCategory", one.Category)));
    });

    public static void GetTeam(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in new Query<Team>(cmdlet, given, "MSFT_NetLbfoTeam", State.Teams).By("Name", one => one.Name).Results())
        {
            cmdlet.WriteObject(CimObject.Of("MSFT_NetLbfoTeam", ("Name", one.Name), ("Members", one.Members.ToArray()), ("TeamNics", one.Nics.ToArray()), ("Status", "Up")));
        }
    });

    public static void GetTeamNic(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var nics = State.Teams.SelectMany(team => team.Nics.Select(nic => (Name: nic, Team: team.Name)));
        foreach (var one in new Query<(string Name, string Team)>(cmdlet, given, "MSFT_NetLbfoTeamNic", nics).By("Name", one => one.Name).By("Team", one => one.Team).Results())
        {
            cmdlet.WriteObject(CimObject.Of("MSFT_NetLbfoTeamNic", ("Name", one.Name), ("Team", one.Team), ("VlanID", null)));
        }
    });

    public static void GetTeamMember(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        var members = State.Teams.SelectMany(team => team.Members.Select(member => (Name: member, Team: team.Name)));
        foreach (var one in new Query<(string Name, string Team)>(cmdlet, given, "MSFT_NetLbfoTeamMember", members).By("Name", one => one.Name).By("Team", one => one.Team).Results())
        {
            cmdlet.WriteObject(CimObject.Of("MSFT_NetLbfoTeamMember", ("Name", one.Name), ("Team", one.Team)));
        }
    });

    public static void GetSwitch(PSCmdlet cmdlet, IDictionary given) => Use.Read(cmdlet, () =>
    {
        foreach (var one in new Query<VirtualSwitch>(cmdlet, given, "Msvm_VirtualEthernetSwitch", State.Switches).By("Name", one => one.Name).Results())
        {
            cmdlet.WriteObject(CimObject.Of("Msvm_VirtualEthernetSwitch",
                ("Name", one.Name),
                ("NetAdapterInterfaceDescription", one.AdapterDescription),
                ("AllowManagementOS", one.SharedWithHost),
                ("SwitchType", one.AdapterDescription == "" ? "Internal" : "External")));
        }
    });

    static IReadOnlyList<DnsClient> SelectDns(PSCmdlet cmdlet, IDictionary given)
    {
        return new Query<DnsClient>(cmdlet, given, "MSFT_DNSClient", State.DnsClients)
            .By("InterfaceIndex", one => one.IfIndex)
            .By("InterfaceAlias", one => Interfaces.Alias(one.IfIndex))
            .Results();
    }
}

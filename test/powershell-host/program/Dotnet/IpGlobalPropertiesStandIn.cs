using System.Net;
using PowershellHost.Windows;

namespace PowershellHost.Dotnet;

/** [Net.NetworkInformation.IPGlobalProperties]: who listens, and who is connected. */
public sealed class IpGlobalPropertiesStandIn
{
    static MachineState State => Machine.Now.State;

    public static IpGlobalPropertiesStandIn GetIPGlobalProperties() => new();

    public IPEndPoint[] GetActiveTcpListeners()
    {
        return [.. State.TcpConnections.Where(IsListener).Select(one => End(one.LocalAddress, one.LocalPort))];
    }

    public TcpConnectionStandIn[] GetActiveTcpConnections()
    {
        return [.. State.TcpConnections.Where(one => !IsListener(one)).Select(one => new TcpConnectionStandIn(End(one.LocalAddress, one.LocalPort), End(one.RemoteAddress, one.RemotePort), one.State.ToString()))];
    }

    public IPEndPoint[] GetActiveUdpListeners() => [.. State.UdpEndpoints.Select(one => End(one.LocalAddress, one.LocalPort))];

    static bool IsListener(TcpConnection one) => one.State.ToString() == "Listen";

    static IPEndPoint End(string address, int port) => new(IPAddress.Parse(address), port);
}

public sealed record TcpConnectionStandIn(IPEndPoint LocalEndPoint, IPEndPoint RemoteEndPoint, string State);

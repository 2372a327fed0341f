using System.Net;
using PowershellHost.Windows;

namespace PowershellHost.Programs;

/**
 * What netsh prints, laid out as in the recordings: labels are translated, states and `enabled`/`disabled` are not. A
 * translated label keeps the blanks that follow the English one, which is why columns do not align. Rows of `show
 * interface N` in German, Korean and Japanese are not taken from a recording, and no recording shows a dump with weak host set.
 */
public static class NetshShow
{
    static readonly string[] english = Words.Of("en").Netsh.Rows;

    static MachineState State => Machine.Now.State;
    static NetshWords Texts => Machine.Now.Words.Netsh;

    public static ProgramRun Interfaces(Family family, string[] words)
    {
        if (NetshParameters.Read(words, "interface", "level", "store") is not { } given) return Absent();
        if (given["interface"] is { } name)
        {
            return Netsh.Find(family, name) is { } side ? new ProgramRun(0, [.. Parameters(side, given)]) : Absent();
        }
        var rows = Sides(family).Select(one => $"{one.IfIndex,3}  {Settings(one, given).InterfaceMetric,10}  {Settings(one, given).Mtu,10}  {StateOf(one),-12}  {one.Alias}");
        return new ProgramRun(0, ["", Texts.InterfacesHeader, "---  ----------  ----------  ------------  ---------------------------", .. rows, ""]);
    }

    public static ProgramRun Config(Family family, string[] words)
    {
        if (NetshParameters.Read(words, "name") is not { } given) return Absent();
        var sides = given["name"] is { } name ? Netsh.Find(family, name) is { } one ? [one] : [] : Sides(family);
        return sides.Count == 0 ? Absent() : new ProgramRun(0, [.. sides.SelectMany(ConfigOf)]);
    }

    public static ProgramRun Dump(Family family)
    {
        var title = family == Family.IPv4 ? "IPv4" : "IPv6";
        var bar = "# ----------------------------------";
        var settings = Sides(family).Where(one => IsChanged(one.Persistent)).Select(SetLine);
        var addresses = State.PersistentAddresses.Where(one => one.Family == family && one.Origin == PrefixOrigin.Manual).Select(AddLine);
        return new ProgramRun(0, [bar, $"# {title} Configuration", bar, $"pushd interface {title.ToLowerInvariant()}", "", "reset", .. settings, .. addresses, "", "popd", $"# End of {title} configuration", ""]);
    }

    static List<IpInterface> Sides(Family family) => State.IpInterfaces.Where(one => one.Family == family).ToList();

    static string StateOf(IpInterface one) => one.Connected ? "connected" : "disconnected";

    static IpInterfaceSettings Settings(IpInterface one, NetshParameters given) => Netsh.Is(given["store"] ?? "active", "persistent") ? one.Persistent : one.Active;

    static IEnumerable<string> Parameters(IpInterface side, NetshParameters given)
    {
        var now = Settings(side, given);
        var luid = side.IfIndex == 1 ? "loopback_0" : "ethernet_" + (32768 + side.IfIndex);
        string[] values =
        [
            StateOf(side), now.InterfaceMetric.ToString(), now.Mtu + " " + Texts.Bytes, "30500 ms", "30000 ms", "1000 ms", now.DadTransmits.ToString(), "64", "1",
            Word(now.Forwarding), Word(now.Advertising), "enabled", "enabled", now.RouterDiscovery.ToString().ToLowerInvariant(), "enabled", "enabled",
            Word(now.WeakHostSend), Word(now.WeakHostReceive), Word(now.AutomaticMetric), Word(now.IgnoreDefaultRoutes), "1800 " + Texts.Seconds, "disabled", "0",
            "disabled", "disabled", "application", "disabled", "disabled",
        ];
        var title = string.Format(Texts.ParametersTitle, side.Alias);
        string[] first = ["", title, "----------------------------------------------", Row("IfLuid", "IfLuid", luid), Row("IfIndex", "IfIndex", side.IfIndex.ToString())];
        // 2012 R2 ends before the rows that came later. How many it has is not taken from a recording.
        var count = State.Edition.Build < 14393 ? 26 : 28;
        return [.. first, .. Enumerable.Range(0, count).Select(at => Row(Texts.Rows[at], english[at], values[at])), ""];
    }

    static string Row(string label, string inEnglish, string value) => label + new string(' ', 35 - inEnglish.Length) + ": " + value;

    static string Word(Toggle value) => value.ToString().ToLowerInvariant();

    static IEnumerable<string> ConfigOf(IpInterface side)
    {
        yield return "";
        yield return string.Format(Texts.ConfigTitle, side.Alias);
        yield return Line(Texts.DhcpEnabled, side.Active.Dhcp == Toggle.Enabled ? Texts.Yes : Texts.No);
        foreach (var one in State.Addresses.Where(one => one.IfIndex == side.IfIndex && one.Family == side.Family))
        {
            var mask = one.Family == Family.IPv4 ? string.Format(Texts.Mask, Mask(one.PrefixLength)) : "";
            yield return Line(Texts.Address, one.Address);
            yield return Line(Texts.Prefix, Network(one) + "/" + one.PrefixLength + mask);
        }
        foreach (var one in State.Routes.Where(one => one.IfIndex == side.IfIndex && one.Family == side.Family && one.Store == Store.ActiveStore && one.Destination.EndsWith("/0")))
        {
            yield return Line(Texts.Gateway, one.NextHop);
            yield return Line(Texts.GatewayMetric, one.Metric.ToString());
        }
        yield return Line(Texts.InterfaceMetric, side.Active.InterfaceMetric.ToString());
    }

    static string Line(string label, string value) => "    " + label.PadRight(38) + value;

    static bool IsChanged(IpInterfaceSettings one)
    {
        return one.Forwarding == Toggle.Enabled || one.WeakHostSend == Toggle.Enabled || one.WeakHostReceive == Toggle.Enabled || one.AutomaticMetric == Toggle.Disabled;
    }

    static string SetLine(IpInterface one)
    {
        var now = one.Persistent;
        var metric = now.AutomaticMetric == Toggle.Disabled ? " metric=" + now.InterfaceMetric : "";
        return $"set interface interface=\"{one.Alias}\" forwarding={Word(now.Forwarding)} advertise={Word(now.Advertising)}{metric} nud=enabled"
            + $" weakhostsend={Word(now.WeakHostSend)} weakhostreceive={Word(now.WeakHostReceive)} ignoredefaultroutes={Word(now.IgnoreDefaultRoutes)}";
    }

    static string AddLine(IpAddress one)
    {
        var skip = one.SkipAsSource ? " skipassource=true" : "";
        var name = Windows.Interfaces.Alias(one.IfIndex);
        return one.Family == Family.IPv4
            ? $"add address name=\"{name}\" address={one.Address} mask={Mask(one.PrefixLength)}{skip}"
            : $"add address interface=\"{name}\" address={one.Address}/{one.PrefixLength}{skip}";
    }

    public static string Mask(int prefix)
    {
        var bits = prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);
        return $"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}";
    }

    static IPAddress Network(IpAddress one)
    {
        var bytes = IPAddress.Parse(one.Address).GetAddressBytes();
        for (var bit = (int)one.PrefixLength; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(128 >> bit % 8);
        return new IPAddress(bytes);
    }

    static ProgramRun Absent() => new(1, Texts.NotFound, "");
}

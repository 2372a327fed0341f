using System.Text.Json;

namespace PowershellHost.Windows;

/** What Windows calls its parts in one language: languages/*.json. */
public sealed record Words
{
    public required string Ethernet { get; init; }
    public required string Loopback { get; init; }
    public required string Client { get; init; }
    public required string Server { get; init; }
    public required int CodePage { get; init; }
    public required string Culture { get; init; }
    public required uint OsLanguage { get; init; }
    public required NetshWords Netsh { get; init; }

    public static Words Of(string language)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "languages", language + ".json");
        return JsonSerializer.Deserialize<Words>(File.ReadAllText(path), MachineState.Json)!;
    }
}

/** The texts of netsh. Rows are those of `show interface N` from the third on. */
public sealed record NetshWords
{
    public required string Ok { get; init; }
    public required string NotFound { get; init; }
    public required string InterfacesHeader { get; init; }
    public required string ParametersTitle { get; init; }
    public required string[] Rows { get; init; }
    public required string Bytes { get; init; }
    public required string Seconds { get; init; }
    public required string ConfigTitle { get; init; }
    public required string DhcpEnabled { get; init; }
    public required string Address { get; init; }
    public required string Prefix { get; init; }
    public required string Mask { get; init; }
    public required string Gateway { get; init; }
    public required string GatewayMetric { get; init; }
    public required string InterfaceMetric { get; init; }
    public required string DnsServers { get; init; }
    public required string RegisterSuffix { get; init; }
    public required string WinsServers { get; init; }
    public required string None { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
}

namespace PowershellHost.Windows;

public sealed class FirewallProfile
{
    public required string Name { get; set; }
    public required bool Enabled { get; set; }
    public required FirewallAction DefaultInbound { get; set; }
    public required bool AllowsInbound { get; set; }
    public required bool AllowsLocalRules { get; set; }
}

public sealed class FirewallRule
{
    public required string Name { get; set; }
    public required string DisplayName { get; set; }
    public required string Description { get; set; }
    public required string Group { get; set; }
    public required bool Enabled { get; set; }
    public required FirewallDirection Direction { get; set; }
    public required FirewallAction Action { get; set; }
    public required string Profile { get; set; }
    public required string Protocol { get; set; }
    public required List<string> LocalPorts { get; set; }
    public required List<string> LocalAddresses { get; set; }
    public required List<string> RemoteAddresses { get; set; }
    public required string Program { get; set; }
    public required string Service { get; set; }
    public required RuleSource Source { get; set; }
}

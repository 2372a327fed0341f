namespace PowershellHost.Windows;

public sealed class ScheduledTask
{
    public required string Name { get; set; }
    public required string Path { get; set; }
    public required string Execute { get; set; }
    public required string Arguments { get; set; }
    public required string User { get; set; }
    public required bool Highest { get; set; }
    public string? At { get; set; }
    public required bool AtStartup { get; set; }
    public required int StartupDelay { get; set; }
    public required bool StartWhenAvailable { get; set; }
    public required bool RunsOnBatteries { get; set; }
    public required bool Enabled { get; set; }
    public required bool Requested { get; set; }
    public required uint LastResult { get; set; }
}

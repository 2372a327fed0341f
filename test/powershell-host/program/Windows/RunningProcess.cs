namespace PowershellHost.Windows;

/** A process beside the one that runs the script. */
public sealed record RunningProcess
{
    public required int Id { get; init; }
    public required DateTime Began { get; init; }
}

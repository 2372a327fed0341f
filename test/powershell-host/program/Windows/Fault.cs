namespace PowershellHost.Windows;

/** `fails`, `ignored` or `killed-after`, as machine-state.ts has it. */
public sealed class Fault
{
    public required string Kind { get; set; }
    public string? Call { get; set; }
    public int? Nth { get; set; }
    public string? Id { get; set; }
    public string? Message { get; set; }
    public bool? Terminating { get; set; }
    public int? Change { get; set; }
    public string? Of { get; set; }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace PowershellHost.Windows;

/** The fake machine on which the present script runs. */
public sealed class Machine : IDisposable
{
    public Machine(JsonNode state, bool asSystem)
    {
        State = state.Deserialize<MachineState>(MachineState.Json)!;
        AsSystem = asSystem;
        Disk = new Disk(State);
        Registry = new Registry(State);
        Words = Words.Of(State.Language);
        Calls = new CallLog(State.Faults);
        Calls.Killed += () => Ending = Save();
    }

    public static Machine Now { get; set; } = null!;

    public MachineState State { get; }
    public Disk Disk { get; }
    public Registry Registry { get; }
    public Words Words { get; }
    public CallLog Calls { get; }
    public bool AsSystem { get; }
    public bool IsElevated => AsSystem || State.Elevated;
    public DateTime Time => DateTime.Now.AddMilliseconds(State.Slept);
    public TimeSpan SinceBoot => TimeSpan.FromHours(7) + TimeSpan.FromMilliseconds(State.Slept);
    /** The state at the moment when a fault killed the script. */
    public JsonNode? Ending { get; private set; }

    public void Sleep(double milliseconds) => State.Slept += (long)milliseconds;

    /** A change of the disk; errors are those of the system. */
    public void ChangeFile(string call, Action change)
    {
        if (Calls.Begin(call, true) == Verdict.Goes) change();
        Calls.End(true);
    }

    public JsonNode Save()
    {
        Disk.Save();
        return JsonSerializer.SerializeToNode(State, MachineState.Json)!;
    }

    public void Dispose() => Disk.Dispose();
}

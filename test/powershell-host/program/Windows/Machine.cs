using System.Text.Json;
using System.Text.Json.Nodes;
using PowershellHost.Execution;

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
        Calls = new CallLog(State.Faults, null);
        Calls.Killed += CloseFiles;
        Calls.Killed += () => Ending = Save();
        Began = Time;
    }

    Machine(Machine session)
    {
        (State, Disk, Registry, Words, AsSystem, Began) = (session.State, session.Disk, session.Registry, session.Words, true, session.Began);
        Calls = new CallLog(State.Faults, "task");
        Calls.Killed += CloseFiles;
    }

    static readonly DateTime firstBoot = DateTime.Now.AddDays(-1);

    public static Machine Now { get; set; } = null!;

    public MachineState State { get; }
    public Disk Disk { get; }
    public Registry Registry { get; }
    public Words Words { get; }
    public CallLog Calls { get; }
    public bool AsSystem { get; }
    public bool IsElevated => AsSystem || State.Elevated;
    public DateTime Time => DateTime.Now.AddMilliseconds(State.Slept);
    public DateTime Booted => firstBoot.AddHours(State.Boots);
    public TimeSpan SinceBoot => Time - Booted;
    /** When the process began that runs the script: no two runs have the same, so none is taken for another that is over. */
    public DateTime Began { get; }
    /** The state at the moment when a fault killed the script. */
    public JsonNode? Ending { get; private set; }

    /** What the script holds open. */
    public List<Stream> Opened { get; } = [];

    /** With a process go its handles. */
    public void CloseFiles()
    {
        foreach (var stream in Opened) stream.Dispose();
        Opened.Clear();
    }

    /** The same machine for a task that its script has the scheduler run: another process, with calls and faults of its own. */
    public Machine ForTask() => new(this);

    /** While a script sleeps, the scheduler runs what was asked for. */
    public void Sleep(double milliseconds)
    {
        State.Slept += (long)milliseconds;
        while (State.Tasks.Find(one => one is { Requested: true, Enabled: true }) is { } task)
        {
            task.Requested = false;
            PowershellExe.RunTask(this, task.Arguments);
        }
    }

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

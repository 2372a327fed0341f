using System.Management.Automation;
using System.Text.Json.Nodes;

namespace PowershellHost.Windows;

public enum Verdict { Goes, Ignored }

/** Every use of Windows goes through here: it is noted, and meets the faults that a test has set for such a process. */
public sealed class CallLog(List<Fault> faults, string? of)
{
    readonly Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
    int changes;

    public JsonArray Made { get; } = [];
    public bool IsDead { get; private set; }
    public event Action? Killed;

    /** @throws FaultException: a fault makes this call fail */
    public Verdict Begin(string name, bool mayChange)
    {
        if (IsDead) throw new PipelineStoppedException();
        Made.Add(new JsonObject { ["name"] = name, ["changes"] = mayChange });
        var nth = counts[name] = counts.GetValueOrDefault(name) + 1;
        var fault = faults.Find(one => one.Of == of && one.Nth == nth && name.Equals(one.Call, StringComparison.OrdinalIgnoreCase));
        return fault?.Kind switch
        {
            "fails" => throw new FaultException(fault),
            "ignored" => Verdict.Ignored,
            _ => Verdict.Goes,
        };
    }

    /** Ends a call. From the moment of a kill on nothing that the script still tries has an effect. */
    public void End(bool mayChange)
    {
        if (!mayChange) return;
        changes++;
        var fault = faults.Find(one => one.Kind == "killed-after" && one.Of == of && one.Change == changes);
        if (fault is null) return;
        faults.Remove(fault);
        IsDead = true;
        Killed?.Invoke();
        throw new PipelineStoppedException();
    }
}

/** What a test wanted to go wrong. */
public sealed class FaultException(Fault fault) : IOException(fault.Message ?? "A device attached to the system is not functioning.")
{
    public string Id => fault.Id ?? "Windows System Error 31";
    public bool IsTerminating => fault.Terminating ?? false;
}

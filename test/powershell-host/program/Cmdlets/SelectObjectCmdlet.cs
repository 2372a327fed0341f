using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Cmdlets;

[Cmdlet("Select", "Object")]
public sealed class SelectObjectCmdlet : PSCmdlet
{
    readonly Queue<PSObject> latest = new();
    readonly HashSet<string> seen = [];
    int passed;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    [Parameter(Position = 0)] public object[]? Property { get; set; }
    [Parameter] public string? ExpandProperty { get; set; }
    [Parameter] public int First { get; set; } = -1;
    [Parameter] public int Last { get; set; } = -1;
    [Parameter] public int Skip { get; set; }
    [Parameter] public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null || passed++ < Skip) return;
        if (Last >= 0)
        {
            latest.Enqueue(InputObject);
            if (latest.Count > Last) latest.Dequeue();
        }
        else if (First < 0 || passed - Skip <= First) Pass(InputObject);
    }

    protected override void EndProcessing()
    {
        foreach (var one in latest) Pass(one);
    }

    void Pass(PSObject one)
    {
        if (ExpandProperty is not null)
        {
            var property = one.Properties[ExpandProperty] ?? throw new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found.");
            WriteObject(property.Value, true);
            return;
        }
        var result = Property is null ? one : Project(one, Property);
        if (!Unique || seen.Add(result.ToString())) WriteObject(result);
    }

    static PSObject Project(PSObject one, object[] properties)
    {
        var result = new PSObject();
        foreach (var property in properties)
        {
            if (property is Hashtable calculated) result.Properties.Add(Calculate(calculated, one));
            else foreach (var found in Named(one, property.ToString()!)) result.Properties.Add(found);
        }
        return result;
    }

    static PSNoteProperty Calculate(Hashtable calculated, PSObject one)
    {
        var name = calculated["n"] ?? calculated["name"] ?? calculated["l"] ?? calculated["label"];
        var expression = calculated["e"] ?? calculated["expression"];
        var value = expression is ScriptBlock block ? SortObjectCmdlet.Evaluate(block, one) : one.Properties[expression!.ToString()]?.Value;
        return new PSNoteProperty(name!.ToString(), value);
    }

    static IEnumerable<PSNoteProperty> Named(PSObject one, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return [new PSNoteProperty(name, one.Properties[name]?.Value)];
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return one.Properties.Where(found => pattern.IsMatch(found.Name)).Select(found => new PSNoteProperty(found.Name, found.Value));
    }
}

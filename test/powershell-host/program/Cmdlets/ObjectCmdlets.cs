using System.Collections;
using System.Management.Automation;

namespace PowershellHost.Cmdlets;

[Cmdlet("New", "Object")]
public sealed class NewObjectCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string TypeName { get; set; } = "";
    [Parameter(Position = 1)] public object[] ArgumentList { get; set; } = [];
    [Parameter] public IDictionary? Property { get; set; }

    protected override void ProcessRecord()
    {
        var made = PSObject.AsPSObject(Make());
        var isBag = made.BaseObject is PSCustomObject;
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            if (isBag) made.Properties.Add(new PSNoteProperty(name, entry.Value));
            else made.Properties[name].Value = entry.Value;
        }
        WriteObject(made, false);
    }

    object Make()
    {
        if (TypeName.ToLowerInvariant() is "psobject" or "pscustomobject" or "system.management.automation.psobject") return new PSObject();
        var type = (Type)LanguagePrimitives.ConvertTo(TypeName, typeof(Type));
        var arguments = ArgumentList.Select(one => one is PSObject wrapped ? wrapped.BaseObject : one).ToArray();
        return type.IsValueType && arguments.Length == 0 ? Activator.CreateInstance(type)! : Construct(type, arguments);
    }

    /** By PowerShell's own choice of overload, which converts arguments. */
    static object Construct(Type type, object[] arguments)
    {
        var call = ScriptBlock.Create("param($type, $arguments) $type::new.Invoke($arguments)");
        return call.Invoke(type, arguments)[0];
    }
}

[Cmdlet("Measure", "Object")]
public sealed class MeasureObjectCmdlet : PSCmdlet
{
    readonly List<double> values = [];
    int count;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    [Parameter(Position = 0)] public string? Property { get; set; }
    [Parameter] public SwitchParameter Sum { get; set; }
    [Parameter] public SwitchParameter Maximum { get; set; }
    [Parameter] public SwitchParameter Minimum { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        count++;
        if (!Sum && !Maximum && !Minimum) return;
        values.Add(LanguagePrimitives.ConvertTo<double>(Property is null ? InputObject : InputObject.Properties[Property]?.Value));
    }

    protected override void EndProcessing()
    {
        var measured = new PSObject();
        void Add(string name, object? value) => measured.Properties.Add(new PSNoteProperty(name, value));
        Add("Count", count);
        Add("Sum", Sum ? values.Sum() : null);
        Add("Maximum", Maximum && values.Count > 0 ? values.Max() : null);
        Add("Minimum", Minimum && values.Count > 0 ? values.Min() : null);
        WriteObject(measured);
    }
}

[Cmdlet("Sort", "Object")]
public sealed class SortObjectCmdlet : PSCmdlet
{
    readonly List<PSObject> gathered = [];

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    [Parameter(Position = 0)] public object?[] Property { get; set; } = [null];
    [Parameter] public SwitchParameter Descending { get; set; }
    [Parameter] public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null) gathered.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        PSObject? last = null;
        foreach (var one in gathered.Order(Comparer<PSObject>.Create(Compare)))
        {
            if (Unique && last is not null && Compare(last, one) == 0) continue;
            last = one;
            WriteObject(one);
        }
    }

    int Compare(PSObject left, PSObject right)
    {
        foreach (var property in Property)
        {
            var order = LanguagePrimitives.Compare(Key(left, property), Key(right, property), true);
            if (order != 0) return Descending ? -order : order;
        }
        return 0;
    }

    static object? Key(PSObject one, object? property) => property switch
    {
        null => one.BaseObject,
        ScriptBlock block => Evaluate(block, one),
        _ => one.Properties[property.ToString()]?.Value,
    };

    /** What a script block says of `$_`. */
    internal static object? Evaluate(ScriptBlock block, PSObject one)
    {
        var results = block.InvokeWithContext(null, [new PSVariable("_", one)]);
        return results.Count == 1 ? results[0] : results.Count == 0 ? null : results.ToArray();
    }
}

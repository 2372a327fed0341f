using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PowershellHost.Cmdlets;

/** As in 5.1: enumerations are numbers, depth ends at 2 without a word, dates are `\/Date(ms)\/`. */
[Cmdlet("ConvertTo", "Json")]
public sealed class ConvertToJsonCmdlet : PSCmdlet
{
    readonly List<object?> gathered = [];
    readonly StringBuilder text = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter] public int Depth { get; set; } = 2;
    [Parameter] public SwitchParameter Compress { get; set; }

    protected override void ProcessRecord() => gathered.Add(InputObject);

    protected override void EndProcessing()
    {
        Write(gathered.Count == 1 ? gathered[0] : gathered, 0);
        WriteObject(text.ToString());
    }

    void Write(object? value, int depth)
    {
        var wrapped = value as PSObject;
        if (wrapped is not null && wrapped.BaseObject is not PSCustomObject) value = wrapped.BaseObject;
        switch (value)
        {
            case null: text.Append("null"); return;
            case bool truth: text.Append(truth ? "true" : "false"); return;
            case string or char or Guid or Uri or Version: WriteText(value.ToString()!); return;
            case DateTime date: text.Append($"\"\\/Date({(long)(date.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds})\\/\""); return;
            case Enum named: text.Append(Convert.ToInt64(named)); return;
            case decimal or IConvertible when value is decimal || value.GetType().IsPrimitive: text.Append(Convert.ToString(value, CultureInfo.InvariantCulture)); return;
        }
        if (depth > Depth) WriteText((wrapped ?? value).ToString()!);
        else if (value is IDictionary table) WriteMembers(table.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString()!, entry.Value)), depth);
        else if (value is IEnumerable list) WriteList(list, depth);
        else WriteMembers((wrapped ?? PSObject.AsPSObject(value)).Properties.Select(property => (property.Name, ValueOf(property))), depth);
    }

    void WriteMembers(IEnumerable<(string Name, object? Value)> members, int depth)
    {
        var separator = "{";
        foreach (var (name, value) in members)
        {
            text.Append(separator);
            WriteText(name);
            text.Append(':');
            Write(value, depth + 1);
            separator = ",";
        }
        text.Append(separator == "{" ? "{}" : "}");
    }

    void WriteList(IEnumerable list, int depth)
    {
        var separator = "[";
        foreach (var one in list)
        {
            text.Append(separator);
            Write(one, depth + 1);
            separator = ",";
        }
        text.Append(separator == "[" ? "[]" : "]");
    }

    void WriteText(string value)
    {
        text.Append('"');
        foreach (var one in value) text.Append(Escape(one));
        text.Append('"');
    }

    static string Escape(char one) => one switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        '<' or '>' or '&' or '\'' or '\u0085' or '\u2028' or '\u2029' or < ' ' => $"\\u{(int)one:x4}",
        _ => one.ToString(),
    };

    static object? ValueOf(PSPropertyInfo property)
    {
        try { return property.Value; }
        catch (GetValueException) { return null; }
    }
}

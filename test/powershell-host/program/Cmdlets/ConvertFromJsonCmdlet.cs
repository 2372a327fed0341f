using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace PowershellHost.Cmdlets;

/** As in 5.1, where an array comes out as one object. */
[Cmdlet("ConvertFrom", "Json")]
public sealed class ConvertFromJsonCmdlet : PSCmdlet
{
    readonly StringBuilder text = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    protected override void ProcessRecord() => text.Append(InputObject).Append('\n');

    protected override void EndProcessing()
    {
        if (string.IsNullOrWhiteSpace(text.ToString())) return;
        try
        {
            using var document = JsonDocument.Parse(text.ToString());
            WriteObject(Value(document.RootElement), false);
        }
        catch (JsonException wrong)
        {
            ThrowTerminatingError(new ErrorRecord(new ArgumentException("Invalid JSON primitive: " + wrong.Message), "System.ArgumentException", ErrorCategory.NotSpecified, null));
        }
    }

    static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Bag(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(element),
        _ => null,
    };

    static PSObject Bag(JsonElement element)
    {
        var bag = new PSObject();
        foreach (var property in element.EnumerateObject()) bag.Properties.Add(new PSNoteProperty(property.Name, Value(property.Value)));
        return bag;
    }

    static object Number(JsonElement element)
    {
        if (element.TryGetInt32(out var whole)) return whole;
        if (element.TryGetInt64(out var large)) return large;
        return element.TryGetDecimal(out var exact) ? exact : element.GetDouble();
    }
}

using System.Management.Automation;
using System.Text.RegularExpressions;
using PowershellHost.Windows;

namespace PowershellHost.Cmdlets;

/** Of the filters of WQL it knows `Name = 'text'`, `Name = number`, joined by AND. */
[Cmdlet("Get", "CimInstance")]
public sealed partial class GetCimInstanceCmdlet : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string ClassName { get; set; } = "";
    [Parameter] public string Namespace { get; set; } = "root/cimv2";
    [Parameter] public string? Filter { get; set; }
    [Parameter] [Alias("SelectProperties")] public string[]? Property { get; set; }
    [Parameter] [Alias("OT")] public uint OperationTimeoutSec { get; set; }

    protected override void ProcessRecord() => Use.Read(this, () =>
    {
        if (CimClasses.Instances(Namespace, ClassName) is not { } instances)
        {
            throw new WindowsError("HRESULT 0x80041010", "Invalid class ", ErrorCategory.MetadataError);
        }
        var conditions = Filter is null ? [] : Regex.Split(Filter, @"\s+and\s+", RegexOptions.IgnoreCase).Select(Condition).ToList();
        foreach (var one in instances.Where(one => conditions.TrueForAll(holds => holds(one)))) WriteObject(one);
    });

    static Predicate<PSObject> Condition(string text)
    {
        var parts = Equality().Match(text);
        if (!parts.Success) throw new WindowsError("HRESULT 0x80041017", "Invalid query ", ErrorCategory.InvalidArgument);
        var value = (parts.Groups["text"].Success ? parts.Groups["text"] : parts.Groups["number"]).Value.Replace(@"\\", @"\");
        return one => one.Properties[parts.Groups["name"].Value]?.Value?.ToString()?.Equals(value, StringComparison.OrdinalIgnoreCase) ?? false;
    }

    [GeneratedRegex(@"^\s*(?<name>\w+)\s*=\s*(?:'(?<text>[^']*)'|""(?<text>[^""]*)""|(?<number>\w+))\s*$")]
    private static partial Regex Equality();
}

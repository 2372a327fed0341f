using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace PowershellHost.Checking;

/** The types of C# sources in a script. */
public static partial class AddTypeSource
{
    public static IReadOnlySet<string> NamesIn(IReadOnlyList<Ast> nodes)
    {
        var callsAddType = nodes.OfType<CommandAst>().Any(one => one.GetCommandName() is { } name && name.Equals("Add-Type", StringComparison.OrdinalIgnoreCase));
        var texts = callsAddType ? nodes.OfType<StringConstantExpressionAst>().Select(one => one.Value) : [];
        var names = texts.SelectMany(text => Declaration().Matches(text)).Select(match => match.Groups[1].Value);
        return names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\bpublic\s+(?:static\s+|sealed\s+)*(?:class|struct|enum)\s+(\w+)")]
    private static partial Regex Declaration();
}

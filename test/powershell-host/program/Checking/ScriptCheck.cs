using System.Management.Automation.Language;
using System.Text.Json.Nodes;

namespace PowershellHost.Checking;

/** The static check of one script: everything that is found in it, in the order of its lines. */
public static class ScriptCheck
{
    public static JsonObject Answer(JsonObject request)
    {
        var target = new Target(request["purpose"]!.GetValue<string>() == "probe", request["powershell"]!.GetValue<string>() == "4.0");
        var found = Check(request["script"]!.GetValue<string>(), target).OrderBy(one => one.Line).ThenBy(one => one.Column);
        return new JsonObject { ["findings"] = new JsonArray([.. found.Select(one => (JsonNode)one.ToJson())]) };
    }

    static IReadOnlyList<Finding> Check(string text, Target target)
    {
        var script = new ParsedScript(text);
        var findings = new Findings();
        TextRules.Check(script, findings);
        TokenRules.Check(script, findings);
        SyntaxRules.Check(script, target, findings);
        CommandRules.Check(script, target, findings);
        TypeRules.Check(script, target, findings);
        if (target.IsProbe) ProbeRules.Check(script, findings);
        return findings.All;
    }
}

/** What a script is for, and the oldest PowerShell that must run it. */
public sealed record Target(bool IsProbe, bool IsFour);

public sealed class ParsedScript
{
    public ParsedScript(string text)
    {
        Text = text;
        var tree = Parser.ParseInput(text, out var tokens, out var errors);
        Tokens = tokens;
        Errors = errors;
        Nodes = tree.FindAll(_ => true, true).ToList();
        Functions = Nodes.OfType<FunctionDefinitionAst>().Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        AddedTypes = AddTypeSource.NamesIn(Nodes);
    }

    public string Text { get; }
    public IReadOnlyList<Token> Tokens { get; }
    public IReadOnlyList<ParseError> Errors { get; }
    public IReadOnlyList<Ast> Nodes { get; }
    public IReadOnlySet<string> Functions { get; }
    /** Types that the script itself compiles by Add-Type. */
    public IReadOnlySet<string> AddedTypes { get; }
}

public sealed record Finding(string Rule, int Line, int Column, string Text)
{
    public JsonObject ToJson() => new() { ["rule"] = Rule, ["line"] = Line, ["column"] = Column, ["text"] = Text };
}

public sealed class Findings
{
    readonly List<Finding> all = [];

    public IReadOnlyList<Finding> All => all;

    public void Add(string rule, IScriptExtent extent)
    {
        var text = extent.Text.Length > 80 ? extent.Text[..80] : extent.Text;
        Add(new Finding(rule, extent.StartLineNumber, extent.StartColumnNumber, text));
    }

    public void Add(Finding finding)
    {
        if (!all.Contains(finding)) all.Add(finding);
    }
}

using System.Management.Automation.Language;

namespace PowershellHost.Checking;

/** Constructs that came after the oldest PowerShell that must run the script. */
public static class SyntaxRules
{
    static readonly HashSet<string> newerVariables = new(StringComparer.OrdinalIgnoreCase)
    {
        "IsWindows", "IsLinux", "IsMacOS", "IsCoreCLR", "PSStyle", "EnabledExperimentalFeatures",
        "PSNativeCommandUseErrorActionPreference", "PSNativeCommandArgumentPassing",
    };

    static readonly HashSet<string> newerAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ArgumentCompletions", "ValidateNotNullOrWhiteSpace", "Experimental", "ExperimentalAttribute", "NoRunspaceAffinity",
    };

    public static void Check(ParsedScript script, Target target, Findings findings)
    {
        foreach (var node in script.Nodes)
        {
            if (NewerThanFive(node) is { } rule) findings.Add(rule, node.Extent);
            if (target.IsFour && NewerThanFour(node) is { } older) findings.Add(older, node.Extent);
        }
    }

    static string? NewerThanFive(Ast node) => node switch
    {
        TernaryExpressionAst or PipelineChainAst => "newer-operator",
        MemberExpressionAst { NullConditional: true } or IndexExpressionAst { NullConditional: true } => "newer-operator",
        PipelineAst { Background: true } => "background-job",
        NamedBlockAst { BlockKind: TokenKind.Clean } => "newer-block",
        BinaryExpressionAst { Operator: TokenKind.Ireplace or TokenKind.Creplace, Right: ArrayLiteralAst { Elements: [_, ScriptBlockExpressionAst] } } => "newer-replace",
        InvokeMemberExpressionAst { Static: false, Member: StringConstantExpressionAst member, Arguments: { Count: > 0 } arguments } when IsNewerOverload(member.Value.ToLowerInvariant(), arguments) => "newer-overload",
        AttributeAst attribute when newerAttributes.Contains(attribute.TypeName.Name) => "newer-attribute",
        UsingStatementAst => "using-statement",
        VariableExpressionAst variable when newerVariables.Contains(variable.VariablePath.UserPath) => "newer-variable",
        _ => null,
    };

    static string? NewerThanFour(Ast node) => node switch
    {
        TypeDefinitionAst => "class-on-4",
        InvokeMemberExpressionAst { Static: true, Member: StringConstantExpressionAst { Value: var name } } when name.Equals("new", StringComparison.OrdinalIgnoreCase) => "new-method-on-4",
        // The information stream came with PowerShell 5.
        RedirectionAst { FromStream: RedirectionStream.Information } => "information-stream-on-4",
        CommandParameterAst parameter when parameter.ParameterName.StartsWith("Information", StringComparison.OrdinalIgnoreCase) => "information-stream-on-4",
        _ => null,
    };

    /** .NET Framework has no such overload and takes another one: a text to split at counts there as a set of characters. */
    static bool IsNewerOverload(string method, IReadOnlyList<ExpressionAst> arguments) => method switch
    {
        "split" => arguments[0] is StringConstantExpressionAst { Value.Length: > 1 },
        "replace" => arguments.Count > 2,
        "contains" => arguments.Count > 1,
        _ => false,
    };
}

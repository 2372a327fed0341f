using System.Management.Automation.Language;

namespace PowershellHost.Checking;

/** Types and static members must be in .NET Framework 4.5 or in PowerShell 5.1 itself. */
public static class TypeRules
{
    public static void Check(ParsedScript script, Target target, Findings findings)
    {
        var own = script.Nodes.OfType<TypeDefinitionAst>().Select(one => one.Name).Concat(script.AddedTypes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var node in script.Nodes)
        {
            switch (node)
            {
                case MemberExpressionAst { Static: true, Expression: TypeExpressionAst type } member when IsPlain(type.TypeName, own):
                    var name = (member.Member as StringConstantExpressionAst)?.Value;
                    if (name is null) findings.Add("computed-member", node.Extent);
                    else Judge(FrameworkTypes.Look(type.TypeName.FullName, name), node, findings);
                    break;
                case TypeExpressionAst type when IsPlain(type.TypeName, own):
                    Judge(FrameworkTypes.Look(type.TypeName.FullName, null), node, findings);
                    break;
                case TypeConstraintAst constraint when IsPlain(constraint.TypeName, own):
                    Judge(FrameworkTypes.Look(constraint.TypeName.FullName, null), node, findings);
                    break;
                case CommandAst command when NewObjectType(command) is { } made && !own.Contains(made.Value):
                    Judge(FrameworkTypes.Look(made.Value, null), made, findings);
                    break;
            }
        }
    }

    static void Judge(FrameworkTypes.Presence presence, Ast node, Findings findings)
    {
        if (presence == FrameworkTypes.Presence.NoType) findings.Add("unknown-type", node.Extent);
        if (presence == FrameworkTypes.Presence.NoMember) findings.Add("unknown-member", node.Extent);
    }

    /** Arrays and generics are made of types that occur by themselves where it matters; [ordered] is none. */
    static bool IsPlain(ITypeName type, IReadOnlySet<string> own)
    {
        return !type.IsGeneric && !type.IsArray && !own.Contains(type.FullName) && !type.FullName.Equals("ordered", StringComparison.OrdinalIgnoreCase);
    }

    static StringConstantExpressionAst? NewObjectType(CommandAst command)
    {
        if (!"New-Object".Equals(command.GetCommandName(), StringComparison.OrdinalIgnoreCase)) return null;
        if (command.CommandElements.Count < 2) return null;
        var first = command.CommandElements[1] is CommandParameterAst { ParameterName: var name } && name.StartsWith("Type", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        return command.CommandElements.ElementAtOrDefault(first) is StringConstantExpressionAst { Value: var value } text && !value.Contains('[') && !value.Contains('`') ? text : null;
    }
}

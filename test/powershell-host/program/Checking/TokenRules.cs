using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace PowershellHost.Checking;

/** Tokens that came after 5.1. */
public static partial class TokenRules
{
    public static void Check(ParsedScript script, Findings findings)
    {
        var previous = TokenKind.NewLine;
        foreach (var token in script.Tokens)
        {
            if (RuleOf(token, previous) is { } rule) findings.Add(rule, token.Extent);
            if (token.Kind is not (TokenKind.Comment or TokenKind.LineContinuation)) previous = token.Kind;
        }
    }

    static string? RuleOf(Token token, TokenKind previous) => token.Kind switch
    {
        TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals => "newer-operator",
        TokenKind.QuestionDot or TokenKind.QuestionLBracket => "newer-operator",
        TokenKind.QuestionMark or TokenKind.AndAnd or TokenKind.OrOr => "newer-operator",
        TokenKind.Clean => "newer-block",
        TokenKind.Pipe when previous == TokenKind.NewLine => "pipe-at-line-start",
        _ when token is NumberToken && NewerNumber().IsMatch(token.Text) => "newer-number",
        _ when (token is StringExpandableToken || token.Kind == TokenKind.Generic) && NewerEscape().IsMatch(token.Text) => "newer-escape",
        _ => null,
    };

    [GeneratedRegex(@"^[+-]?0b|^[+-]?0x[0-9a-f]+?(u?y|u?s|n|ul?)(kb|mb|gb|tb|pb)?$|^[^x]*\d(u?y|u?s|n|ul?)(kb|mb|gb|tb|pb)?$", RegexOptions.IgnoreCase)]
    private static partial Regex NewerNumber();

    [GeneratedRegex("(?<!`)(``)*`[eu]")]
    private static partial Regex NewerEscape();
}
